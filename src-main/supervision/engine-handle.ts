import type { Beginning } from './beginning.ts'
import type { EngineMessage, ShellMessage } from './messages.ts'

/** One life of the engine's process. */
export interface EngineHandle {
  send(message: ShellMessage): void
  onMessage(listener: (message: EngineMessage) => void): void
  /** Once. */
  onExit(listener: () => void): void
  kill(): void
}

/** What a new life is told: how often the ones before have died of late, and what to run. 'last': what a window opened last; null: nothing. */
export interface Birth {
  readonly recentCrashes: number
  readonly exitsOnly: boolean
  readonly beginning: Beginning | 'last' | null
}

export type EngineFork<Handle extends EngineHandle = EngineHandle> = (birth: Birth) => Handle

/** Where a life of the engine finds its things: the folder of all accounts, and the one that holds models/. */
export interface EnginePlace {
  readonly home: string
  readonly root: string
}

/** The arguments of src-main/processes/engine.ts. */
export const engineArguments = (place: EnginePlace, birth: Birth): string[] => [JSON.stringify({ ...place, birth })]
