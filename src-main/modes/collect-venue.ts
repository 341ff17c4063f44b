import type { BudgetView } from '../../src-shared/contract/data-views.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { Timer } from '../base/timer.port.ts'
import type { BinanceEndpoint } from '../venue/binance/endpoints.ts'
import { serverTime } from '../venue/binance/market-requests.ts'
import type { PublicRequest, RestClient } from '../venue/binance/rest-client.ts'
import type { ServerClock } from '../venue/binance/server-clock.ts'
import type { WeightBudget } from '../venue/binance/weight-budget.ts'
import { connectBinance } from './binance-connection.ts'

export interface CollectVenueParts {
  readonly endpoint: BinanceEndpoint
  /** One that cannot be set. */
  readonly clock: Clock
  readonly timer: Timer
  readonly signal: AbortSignal
  /** Part of the venue's weight that may be spent. */
  readonly share: number
}

/** An answer that must not be used: what depends on it stops, the rest goes on. */
export class AnswerRefused extends Error {
  override readonly name = 'AnswerRefused'
}

/** The venue gave no answer for a long while. */
export class VenueUnreachable extends Error {
  override readonly name = 'VenueUnreachable'
}

export class CollectStopped extends Error {
  override readonly name = 'CollectStopped'
}

const PROBES = 3
/** The clock is asked again so often: it may drift from ours in hours of work. */
const PROBE_EVERY_MS = 600_000
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000]

/** A venue that is asked until it answers: what is only late is waited for, what is wrong is refused. */
export class CollectVenue {
  readonly name: BinanceEndpoint['name']
  readonly #parts: CollectVenueParts
  readonly #client: RestClient
  readonly #serverClock: ServerClock
  readonly #budget: WeightBudget
  #probedAt = Number.NEGATIVE_INFINITY

  constructor(parts: CollectVenueParts) {
    const { endpoint, clock, timer, share } = parts
    this.name = endpoint.name
    this.#parts = parts
    const { client, serverClock, budget } = connectBinance(endpoint, clock, timer, share)
    this.#serverClock = serverClock
    this.#budget = budget
    this.#client = client
  }

  set weightLimit(limit: number) {
    this.#budget.limit = limit
  }

  /** By the venue's clock, which has answered before. */
  get now(): TimeMs {
    return this.#serverClock.now() ?? this.#parts.clock.now()
  }

  get budget(): BudgetView {
    return this.#budget.view(this.now)
  }

  /** Asks for its time. */
  async meet(): Promise<void> {
    for (let probe = 0; probe < PROBES; probe++) await this.#probe()
  }

  /** Rejects with AnswerRefused, VenueUnreachable or CollectStopped. */
  async ask<Value>(request: PublicRequest<Value>): Promise<Value> {
    if (this.#parts.clock.now() - this.#probedAt > PROBE_EVERY_MS) await this.#probe()
    return this.#ask(request)
  }

  async #ask<Value>(request: PublicRequest<Value>): Promise<Value> {
    const { signal } = this.#parts
    for (let failures = 0; ; ) {
      const answer = await this.#client.get(request, signal)
      if (signal.aborted) throw new CollectStopped('the collection was stopped')
      if (answer.outcome === 'ok') return answer.value
      if (answer.outcome === 'failed' && answer.reaction !== 'retry-later' && answer.reaction !== 'rest') throw new AnswerRefused(answer.detail.includes(request.path) ? answer.detail : `${request.path}: ${answer.detail}`)
      // The client itself waits as long as the venue wants it to rest.
      if (answer.outcome === 'failed' && answer.reaction === 'rest') continue
      const waitMs = WAITS_MS[failures++]
      if (waitMs === undefined) throw new VenueUnreachable(answer.detail)
      await this.#wait(waitMs)
    }
  }

  async #probe(): Promise<void> {
    const { clock } = this.#parts
    // Of several at the same time one is enough.
    this.#probedAt = clock.now()
    const askedAt = this.#probedAt as TimeMs
    const told = await this.#ask(serverTime)
    this.#serverClock.take({ askedAt, answeredAt: clock.now(), serverTime: told as TimeMs })
  }

  async #wait(waitMs: number): Promise<void> {
    const { timer, signal } = this.#parts
    const wait = timer.after(waitMs)
    const cut = (): void => wait.cancel()
    signal.addEventListener('abort', cut, { once: true })
    await wait.done
    signal.removeEventListener('abort', cut)
  }
}
