import type { AxiosInstance, AxiosResponse } from 'axios'
import type { Clock } from '../../base/clock.port.ts'
import type { Timer } from '../../base/timer.port.ts'
import type { Answer, Reply } from './answer.ts'
import { bannedUntil } from './judge-refusal.ts'
import { judgeReply } from './judge-reply.ts'
import type { Lossless } from './lossless-json.ts'
import type { ServerClock } from './server-clock.ts'
import { WeightBudget } from './weight-budget.ts'

export interface RestParts {
  /** With base address, time limit and without redirects, proxies or transformations: `restTransport` makes one. */
  readonly http: AxiosInstance
  readonly clock: Clock
  readonly timer: Timer
  readonly serverClock: ServerClock
  readonly budget: WeightBudget
  /** Of requests that the venue counts besides; default: half of what it allows. */
  readonly fundingBudget?: WeightBudget
}

export interface PublicRequest<Value> {
  readonly path: string
  readonly params: Readonly<Record<string, string | number>>
  readonly weight: number
  /** It is counted by calls, too. */
  readonly pool?: 'funding'
  /** Undefined for a body that is not what the venue promised: nothing is guessed. */
  readonly read: (body: Lossless) => Value | undefined
}

type Unread = Omit<PublicRequest<unknown>, 'read'>

/** How long nothing is sent after a 429 or 418 that names no time. */
const REST_MS = 60_000
/** Waits are looked at again so often: what they wait for may change, and no timer takes more than 24 days. */
const WAIT_MS_MAX = 60_000
/** fundingRate and fundingInfo together: 500 calls in five minutes. */
const FUNDING_CALLS = { limit: 500, share: 0.5, windowMs: 300_000 }
/** No refusal is longer than so many characters. */
const SHORT = 1_000

/** Public requests: they change nothing, so whoever asks may ask again. */
export class RestClient {
  readonly #parts: RestParts
  readonly #fundingBudget: WeightBudget

  constructor(parts: RestParts) {
    this.#parts = parts
    this.#fundingBudget = parts.fundingBudget ?? new WeightBudget(FUNDING_CALLS)
  }

  /** Waits until the budget allows it. Never rejects; once `signal` says so nothing is sent any more, and the answer is unknown. */
  async get<Value>(request: PublicRequest<Value>, signal?: AbortSignal): Promise<Answer<Value>> {
    const reply = await this.fetch(request, signal)
    return typeof reply === 'string' ? { outcome: 'unknown', code: null, detail: reply } : judgeReply(reply, request)
  }

  /** As `get`, but what came as it came, or in words why nothing did. */
  async fetch(request: Unread, signal?: AbortSignal): Promise<Reply | string> {
    if (request.pool === 'funding') await this.#acquire(this.#fundingBudget, 1, signal)
    await this.#acquire(this.#parts.budget, request.weight, signal)
    const reply = signal?.aborted ? 'stopped before it was sent' : await this.#send(request, signal)
    if (typeof reply !== 'string') this.#obey(reply)
    return reply
  }

  async #acquire(budget: WeightBudget, amount: number, signal: AbortSignal | undefined): Promise<void> {
    for (let waitMs = budget.take(amount, this.#now()); waitMs > 0 && !signal?.aborted; waitMs = budget.take(amount, this.#now())) {
      const wait = this.#parts.timer.after(Math.min(waitMs, WAIT_MS_MAX))
      const cut = (): void => wait.cancel()
      signal?.addEventListener('abort', cut, { once: true })
      await wait.done
      signal?.removeEventListener('abort', cut)
    }
  }

  /** Before the venue's clock is known ours has to do. */
  #now(): ReturnType<Clock['now']> {
    return this.#parts.serverClock.now() ?? this.#parts.clock.now()
  }

  /** What came back, or in words why nothing did. */
  async #send({ path, params }: Unread, signal: AbortSignal | undefined): Promise<Reply | string> {
    const askedAt = this.#now()
    try {
      const response = await this.#parts.http.get<string>(path, { params, ...(signal ? { signal } : {}) })
      const used = Number(headerOf(response, 'x-mbx-used-weight-1m') ?? Number.NaN)
      this.#parts.budget.told(used, askedAt, this.#now())
      const seconds = Number(headerOf(response, 'retry-after') ?? Number.NaN)
      return { status: response.status, contentType: headerOf(response, 'content-type') ?? '', body: response.data, retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null }
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  /** Rests when the venue asks for it. Who is asked to rest is told so in few words. */
  #obey(reply: Reply): void {
    if (reply.status < 300 && reply.body.length > SHORT) return
    const answer = judgeReply(reply, { path: '', read: () => true })
    if (answer.outcome !== 'failed' || answer.reaction !== 'rest') return
    // The end of a ban is told by the venue's clock: without that it cannot be compared with anything.
    const isComparable = answer.code !== null && this.#parts.serverClock.now() !== undefined
    const until = isComparable ? bannedUntil({ code: answer.code, message: answer.detail }) : null
    this.#parts.budget.closeUntil(Math.max(this.#now() + (answer.retryAfterMs ?? REST_MS), until ?? 0))
  }
}

function headerOf({ headers }: AxiosResponse<string>, name: string): string | undefined {
  const value: unknown = headers[name]
  return typeof value === 'string' ? value : undefined
}
