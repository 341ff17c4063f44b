import type { Helper } from './messages.ts'

/** A program at work beside the engine. */
export interface Launched {
  onMessage(listener: (message: unknown) => void): void
  /** Once, with what is known of how it ended. */
  onEnded(listener: (how: string) => void): void
  end(): void
}

/** Starts programs beside the engine. A venue outlives the engine, a job does not. */
export interface Launcher {
  /** `log`: takes what the program writes, where its starter can do that. */
  launch(helper: Helper, args: readonly string[], log?: string): Launched
}
