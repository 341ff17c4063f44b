import type { FeedView } from '../../src-shared/contract/data-views.ts'
import type { DeskData } from '../engine/desk-data.port.ts'
import type { Desk } from '../engine/desk.port.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { ModeModels } from './model-choices.ts'
import type { Pace, PaceWish } from './pacer.ts'

/** How simulated time runs; `from` and `to` are the record's span, null for a market without an end. */
interface ModePace {
  view(): Pace & { readonly from: number | null; readonly to: number | null }
  /** Absent where time goes as it goes. */
  wish?(wish: PaceWish): void
}

/** How the engine at work is. */
interface ModeVitals {
  /** The median of the last turns in real time; null before the first. */
  readonly turnMs: number | null
  readonly journalSequence: number
  /** The engine's time of the newest durable change of this session. */
  readonly journalledAt: TimeMs | null
}

/** A part of the program that is not well: no entries while it is not. */
export interface UnwellPart {
  readonly component: string
  readonly detail: string
}

/** A mode at work, as its host sees it. */
export interface RunningMode {
  readonly desk: Desk
  readonly data: DeskData
  readonly pace: ModePace
  /** Absent where nobody chooses others: a record is gone through with the models of the strategy's configuration. */
  readonly models?: ModeModels
  vitals(): ModeVitals
  /** How live market data stand; absent where there are none. */
  feed?(): FeedView
  /** Tells the engine how a part of the program is. */
  report(component: string, healthy: boolean, detail: string): void
  /** Resolves at the end of a record; rejects when the mode cannot go on. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}
