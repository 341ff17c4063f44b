import type { StatusView } from '../../../src-shared/contract/views.ts'
import type { WorkstationView } from '../../../src-shared/contract/workstation-views.ts'

/** What the engine is allowed to do, in the order in which it matters. */
export type TradingState = 'lost' | 'connecting' | 'not-ready' | 'exits-only' | 'latched' | 'ended' | 'paused' | 'on' | 'off'

interface Circumstances {
  readonly connected: 'open' | 'connecting' | 'lost' | 'locked'
  readonly status: Pick<StatusView, 'ready' | 'trading' | 'latches'> | undefined
  readonly workstation: Pick<WorkstationView, 'exitsOnly' | 'phase'> | undefined
  readonly paused: boolean
}

/** Nothing is said to trade that is not known to: without a connection it is not, whatever was heard last. */
export function tradingState({ connected, status, workstation, paused }: Circumstances): TradingState {
  if (connected === 'connecting') return 'connecting'
  if (connected !== 'open') return 'lost'
  if (workstation?.phase === 'ended') return 'ended'
  if (!status?.ready) return 'not-ready'
  if (workstation?.exitsOnly) return 'exits-only'
  if (status.latches.length > 0) return 'latched'
  if (!status.trading) return 'off'
  return paused ? 'paused' : 'on'
}
