import type { EngineSummary } from '../supervision/messages.ts'

export type TrayState = 'off' | 'trading' | 'stopped' | 'attention'

/** What the shell knows of the engine. `summary` null: nothing was heard of this life yet. */
export interface EngineFacts {
  readonly summary: EngineSummary | null
  /** It ended without being asked to, and is not back. */
  readonly isDown: boolean
}

/** The worst comes first. */
export function trayState({ summary, isDown }: EngineFacts): TrayState {
  if (isDown || summary?.phase === 'failed') return 'attention'
  if (summary?.phase !== 'running') return 'off'
  const isWell = summary.latches === 0 && summary.unprotected === 0 && summary.components.every(({ healthy }) => healthy)
  if (!isWell) return 'attention'
  return summary.trading ? 'trading' : 'stopped'
}

/** What a person may ask for now. */
export function offers({ summary }: EngineFacts): { readonly start: boolean; readonly stop: boolean; readonly flatten: boolean } {
  const isRunning = summary?.phase === 'running'
  return { start: isRunning && !summary.trading, stop: isRunning && summary.trading, flatten: isRunning && summary.openPositions > 0 }
}
