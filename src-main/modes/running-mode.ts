import type { Desk } from '../engine/desk.port.ts'

/** A mode at work, as its host sees it. */
export interface RunningMode {
  readonly desk: Desk
  /** Tells the engine how a part of the program is. */
  report(component: string, healthy: boolean, detail: string): void
  /** Resolves at the end of a record; rejects when the mode cannot go on. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}
