import type { ModeName, Told, WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import type { Beginning } from './beginning.ts'

/** What whoever started the engine's process shows outside of a window: tray, title, power guard. */
export interface EngineSummary {
  readonly phase: WorkstationView['phase']
  readonly mode: ModeName | null
  readonly ready: boolean
  readonly trading: boolean
  readonly openPositions: number
  /** Positions without a stop that is known to rest. */
  readonly unprotected: number
  readonly latches: number
  readonly components: readonly { readonly component: string; readonly healthy: boolean }[]
}

/** A program that the engine's process needs beside it. Under Electron only the main process can start one. */
export type Helper = 'venue' | 'jobs' | 'lab'

/** What the engine's process tells whoever started it. `serving` comes once: windows may be connected. */
export type EngineMessage =
  | { readonly kind: 'serving' }
  /** The answer to a ping. */
  | { readonly kind: 'pong' }
  /** What it runs from now on, so that its next life goes on with it; null: nothing. For the supervisor alone. */
  | { readonly kind: 'began'; readonly beginning: Beginning | null }
  | { readonly kind: 'summary'; readonly summary: EngineSummary }
  | { readonly kind: 'notice'; readonly level: 'warn' | 'alarm'; readonly told: Told }
  | { readonly kind: 'launch'; readonly launchId: number; readonly helper: Helper; readonly args: readonly string[] }
  | { readonly kind: 'end-helper'; readonly launchId: number }
  | { readonly kind: 'asked'; readonly requestId: string; readonly refused: Told | null }
  | WindowFrame

/** What the engine's process is told. With 'window' comes one end of a port (Electron); with 'window-frame' frames of one that is relayed (headless). */
export type ShellMessage =
  | { readonly kind: 'window' }
  | { readonly kind: 'suspend' }
  /** Answered at once by whoever's loop turns. */
  | { readonly kind: 'ping' }
  /** Wind down and end. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'ask'; readonly requestId: string; readonly ask: ShellAsk }
  | { readonly kind: 'helper-message'; readonly launchId: number; readonly message: unknown }
  | { readonly kind: 'helper-ended'; readonly launchId: number }
  | WindowFrame

export type ShellAsk =
  | { readonly kind: 'start-trading' | 'stop-trading' | 'flatten' }
  | { readonly kind: 'save-export'; readonly jobId: string; readonly path: string }

/** A window joined through a process in between. No frame: it came; null: it went. */
export interface WindowFrame {
  readonly kind: 'window-frame'
  readonly channel: number
  readonly frame?: unknown
}
