import type { Told } from '../../src-shared/contract/workstation-views.ts'

/** A worker has said why it cannot go on, or has died. */
export class SweepFailed extends Error {
  override readonly name = 'SweepFailed'
  readonly told: Told

  constructor(reason: Told) {
    super(reason.code)
    this.told = reason
  }
}
