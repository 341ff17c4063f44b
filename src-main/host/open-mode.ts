import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import type { RunningMode, UnwellPart } from '../modes/running-mode.ts'
import type { Opening as AccountOpening } from '../storage/database-kind.ts'
import type { EnginePlace } from '../supervision/engine-handle.ts'
import type { Launcher } from '../supervision/launcher.port.ts'

/** What a mode is opened in. */
export interface ModeSurroundings {
  readonly place: EnginePlace
  readonly launcher: Launcher
  readonly clock: Clock
  /** Of what the engine decides from now on. */
  readonly publisher: Publisher
  /** Of what its journal holds. */
  readonly past: Publisher
  readonly unwell: readonly UnwellPart[]
  /** What is being done, and how much of it is done where that can be said. */
  readonly step: (told: Told, part: number | null) => void
  readonly notice: (told: Told) => void
}

/** A mode and all that stands around it. */
export interface OpenMode {
  readonly mode: RunningMode
  /** Where its journal is, and where its instruments and decisions are. */
  readonly books: AccountOpening
  readonly archive: AccountOpening
  close(): Promise<void>
}
