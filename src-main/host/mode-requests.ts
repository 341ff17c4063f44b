import type { Requests } from '../../src-shared/contract/contract.ts'
import type { PaceChange } from '../../src-shared/contract/market-views.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { AskAnswer } from '../../src-shared/contract/workstation-views.ts'
import type { DeskHandlers } from '../ipc/desk-handlers.ts'
import { RequestRefused } from '../ipc/request-server.ts'
import type { RunningMode } from '../modes/running-mode.ts'

const NOT_RUNNING = 'not-running'

export const notRunning = (): AskAnswer & { readonly accepted: false } => ({ accepted: false, reason: told(NOT_RUNNING, {}) })

/** Time of a live market goes as it goes. */
export function paced({ pace }: Pick<RunningMode, 'pace'>, change: PaceChange): AskAnswer {
  if (!pace.wish) return { accepted: false, reason: told('pace-fixed', {}) }
  pace.wish(change)
  return { accepted: true }
}

/** What is read of a mode, and what is asked of it: the one is still there when a record has ended. */
const READ = ['desk.status', 'desk.positions', 'desk.orders', 'desk.decisions', 'desk.decision', 'market.candles'] as const
const ASKED = ['trading.start', 'trading.stop', 'positions.flatten', 'latch.clear'] as const

export interface CurrentDesk {
  readonly handlers: DeskHandlers
  readonly isRunning: boolean
}

/** The requests of a mode, answered by the one that is open at that moment. */
export function modeRequests(current: () => CurrentDesk | undefined): DeskHandlers {
  type Handler = (params: Requests[keyof DeskHandlers]['params']) => unknown
  const handlerOf = (name: keyof DeskHandlers): Handler | undefined => current()?.handlers[name] as Handler | undefined
  const read = READ.map((name) => [name, (params: never) => (handlerOf(name) ?? refuse)(params)])
  const asked = ASKED.map((name) => [name, (params: never) => (current()?.isRunning ? handlerOf(name) : notRunning)?.(params)])
  return Object.fromEntries([...read, ...asked]) as DeskHandlers
}

export function refuse(): never {
  throw new RequestRefused(NOT_RUNNING)
}
