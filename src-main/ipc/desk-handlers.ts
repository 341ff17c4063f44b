import type { Requests } from '../../src-shared/contract/contract.ts'
import type { AskAnswer } from '../../src-shared/contract/views.ts'
import type { PersonRequest } from '../../src-shared/domain/event.ts'
import type { Desk } from '../engine/desk.port.ts'
import { orderRow, positionRow, statusView } from './desk-views.ts'
import type { Handlers } from './request-server.ts'

const BY = 'window'
const REMEMBERED_MAX = 1_000

/** One set of handlers serves every window, so that a click that arrives by two of them has one effect. */
export function deskHandlers(desk: Desk): Handlers {
  const clicks = new Clicks()
  const ask = (requestId: string, request: PersonRequest): Promise<AskAnswer> => clicks.once(requestId, JSON.stringify(request), () => desk.ask(request))
  return {
    'desk.status': () => statusView(desk.status()),
    'desk.positions': () => {
      const { time } = desk.status()
      return desk.positions().map((view) => positionRow(view, time))
    },
    'desk.orders': () => desk.orders().map((view) => orderRow(view, '', view.intent.createdAt)),
    'trading.start': ({ requestId }) => ask(requestId, { kind: 'start-trading', by: BY }),
    'trading.stop': ({ requestId }) => ask(requestId, { kind: 'stop-trading', by: BY }),
    'positions.flatten': ({ requestId, instrumentId }) => ask(requestId, { kind: 'flatten', by: BY, instrumentId }),
    'latch.clear': (params) => clearLatch(params, ask),
  }
}

function clearLatch({ requestId, latch, confirmation }: Requests['latch.clear']['params'], ask: (requestId: string, request: PersonRequest) => Promise<AskAnswer>): AskAnswer | Promise<AskAnswer> {
  if (confirmation !== latch) return { accepted: false, reason: `To clear this latch, type its name: ${latch}` }
  return ask(requestId, { kind: 'clear-latch', by: BY, latch })
}

/** Remembers what was asked by which click and gives the same answer again. */
class Clicks {
  readonly #answers = new Map<string, { readonly asked: string; readonly answer: Promise<AskAnswer> }>()

  once(requestId: string, asked: string, ask: () => Promise<AskAnswer>): Promise<AskAnswer> {
    const known = this.#answers.get(requestId)
    if (known) return known.asked === asked ? known.answer : Promise.resolve({ accepted: false, reason: 'This click was for something else.' })
    const answer = ask()
    this.#answers.set(requestId, { asked, answer })
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > REMEMBERED_MAX && oldest !== undefined) this.#answers.delete(oldest)
    return answer
  }
}
