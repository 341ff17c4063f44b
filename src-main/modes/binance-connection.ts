import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { BinanceEndpoint } from '../venue/binance/endpoints.ts'
import { serverTime } from '../venue/binance/market-requests.ts'
import { RestClient } from '../venue/binance/rest-client.ts'
import { restTransport } from '../venue/binance/rest-transport.ts'
import { ServerClock } from '../venue/binance/server-clock.ts'
import { WeightBudget } from '../venue/binance/weight-budget.ts'

/** What everything that asks a venue shares. It can ask and nothing else: there is no way in it to send an order. */
export interface BinanceConnection {
  readonly endpoint: BinanceEndpoint
  readonly client: RestClient
  readonly serverClock: ServerClock
  readonly budget: WeightBudget
}

/** Of production, until the venue has told its own. */
const WEIGHT_LIMIT = 2_400
/** The rest is for other programs at this address. */
const SHARE = 0.8

/** `clock` is one that cannot be set, `share` the part of the venue's weight that may be spent. */
export function connectBinance(endpoint: BinanceEndpoint, clock: Clock, timer: Timer, share: number = SHARE): BinanceConnection {
  const serverClock = new ServerClock(clock)
  const budget = new WeightBudget({ limit: WEIGHT_LIMIT, share })
  return { endpoint, serverClock, budget, client: new RestClient({ http: restTransport(endpoint), clock, timer, serverClock, budget }) }
}

/** Asks for its time. In words why it cannot be had; undefined when it was. */
export async function meetVenue({ client, serverClock }: BinanceConnection, clock: Clock, signal: AbortSignal): Promise<string | undefined> {
  const askedAt = clock.now()
  const answer = await client.get(serverTime, signal)
  if (answer.outcome !== 'ok') return answer.detail
  serverClock.take({ askedAt, answeredAt: clock.now(), serverTime: answer.value as TimeMs })
  return undefined
}
