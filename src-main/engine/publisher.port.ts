import type { Change } from '../../src-shared/domain/change.ts'

/** Whoever watches: windows, the decision archive, reports. Called once a turn, after the journal. */
export interface Publisher {
  publish(changes: readonly Change[]): void
}
