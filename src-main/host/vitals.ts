import type { VitalsView } from '../../src-shared/contract/workstation-views.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import type { RunningMode } from '../modes/running-mode.ts'

const MB = 1024 * 1024

/** Counts what a mode has decided since it was opened. */
export class DecisionCount implements Publisher {
  #count = 0

  get count(): number {
    return this.#count
  }

  publish(changes: readonly Change[]): void {
    for (const { kind } of changes) if (kind === 'decision-made') this.#count++
  }
}

export function vitalsView(mode: RunningMode | undefined, decisions: number): VitalsView {
  const vitals = mode?.vitals()
  return {
    turnMs: vitals?.turnMs ?? null, memoryMb: process.memoryUsage.rss() / MB, journalSequence: vitals?.journalSequence ?? null, journalledAt: vitals?.journalledAt ?? null, decisions,
  }
}
