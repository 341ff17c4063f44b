import type { Requests } from '../../src-shared/contract/contract.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { AskAnswer } from '../../src-shared/contract/workstation-views.ts'
import type { PersonRequest } from '../../src-shared/domain/event.ts'
import type { DeskData } from '../engine/desk-data.port.ts'
import type { Desk } from '../engine/desk.port.ts'
import { Clicks } from './clicks.ts'
import { candleSeries } from './candle-pages.ts'
import { decisionDetail, decisionSeries } from './decision-views.ts'
import { orderRow, positionRow, statusView } from './desk-views.ts'
import type { Handlers } from './request-server.ts'

const BY = 'window'

/** What a running mode answers; the rest of the contract is the workstation's. */
export type DeskHandlers = Pick<
  Handlers,
  | 'desk.status' | 'desk.positions' | 'desk.orders' | 'desk.decisions' | 'desk.decision' | 'market.candles'
  | 'trading.start' | 'trading.stop' | 'positions.flatten' | 'latch.clear'
>

type Ask = (requestId: string, request: PersonRequest) => Promise<AskAnswer>

/** One set of handlers serves every window, so that a click that arrives by two of them has one effect. */
export function deskHandlers(desk: Desk, data: DeskData): DeskHandlers {
  const clicks = new Clicks()
  const ask: Ask = (requestId, request) => clicks.once(requestId, JSON.stringify(request), () => desk.ask(request))
  return {
    'desk.status': () => statusView(desk),
    'desk.positions': () => {
      const { time } = desk.status()
      return desk.positions().map((view) => positionRow(view, time))
    },
    'desk.orders': () => desk.orders().map((view) => orderRow(view, '', view.intent.createdAt)),
    'desk.decisions': async (query) => decisionSeries(await data.decisions(query)),
    'desk.decision': async ({ instrumentId, decisionId, asOf }) => {
      const decision = await data.decision(instrumentId, decisionId, asOf)
      const instrument = desk.instrument(instrumentId)
      return decision && instrument ? decisionDetail(decision, instrument, { policy: desk.policy(decision.strategyId), explain: (modelId) => data.explanation(modelId) }) : null
    },
    'market.candles': (query) => candleSeries(data, { query, instrument: desk.instrument(query.instrumentId), archivedMs: desk.status().decisionIntervalMs }),
    'trading.start': ({ requestId }) => ask(requestId, { kind: 'start-trading', by: BY }),
    'trading.stop': ({ requestId }) => ask(requestId, { kind: 'stop-trading', by: BY }),
    'positions.flatten': ({ requestId, instrumentId }) => ask(requestId, { kind: 'flatten', by: BY, instrumentId }),
    'latch.clear': (params) => clearLatch(params, ask),
  }
}

function clearLatch({ requestId, latch, confirmation }: Requests['latch.clear']['params'], ask: Ask): AskAnswer | Promise<AskAnswer> {
  if (confirmation !== latch) return { accepted: false, reason: told('type-latch-name', { latch }) }
  return ask(requestId, { kind: 'clear-latch', by: BY, latch })
}
