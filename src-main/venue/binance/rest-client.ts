import type { AxiosInstance, AxiosResponse } from 'axios'
import type { Clock } from '../../base/clock.port.ts'
import type { Timer } from '../../base/timer.port.ts'
import { refusalIn, type Answer, type Refusal, type Reply } from './answer.ts'
import { bannedUntil, judgeRefusal } from './judge-refusal.ts'
import { parseLossless, type Lossless } from './lossless-json.ts'
import type { ServerClock } from './server-clock.ts'
import type { WeightBudget } from './weight-budget.ts'

export interface RestParts {
  /** With base address, time limit and without redirects, proxies or transformations: `restTransport` makes one. */
  readonly http: AxiosInstance
  readonly clock: Clock
  readonly timer: Timer
  readonly serverClock: ServerClock
  readonly budget: WeightBudget
}

export interface PublicRequest<Value> {
  readonly path: string
  readonly params: Readonly<Record<string, string | number>>
  readonly weight: number
  /** Undefined for a body that is not what the venue promised: nothing is guessed. */
  readonly read: (body: Lossless) => Value | undefined
}

/** How long nothing is sent after a 429 or 418 that names no time. */
const REST_MS = 60_000

/** Public requests: they change nothing, so whoever asks may ask again. */
export class RestClient {
  readonly #parts: RestParts

  constructor(parts: RestParts) {
    this.#parts = parts
  }

  /** Waits until the budget allows it. Never rejects. */
  async get<Value>(request: PublicRequest<Value>): Promise<Answer<Value>> {
    for (let waitMs = this.#wait(request.weight); waitMs > 0; waitMs = this.#wait(request.weight)) await this.#parts.timer.after(waitMs).done
    const reply = await this.#send(request)
    return typeof reply === 'string' ? { outcome: 'unknown', code: null, detail: reply } : this.#judge(reply, request)
  }

  #wait(weight: number): number {
    return this.#parts.budget.take(weight, this.#now())
  }

  /** Before the venue's clock is known ours has to do. */
  #now(): ReturnType<Clock['now']> {
    return this.#parts.serverClock.now() ?? this.#parts.clock.now()
  }

  /** What came back, or in words why nothing did. */
  async #send({ path, params }: PublicRequest<unknown>): Promise<Reply | string> {
    try {
      const response = await this.#parts.http.get<string>(path, { params })
      const used = Number(headerOf(response, 'x-mbx-used-weight-1m') ?? Number.NaN)
      this.#parts.budget.told(used, this.#now())
      const seconds = Number(headerOf(response, 'retry-after') ?? Number.NaN)
      return { status: response.status, contentType: headerOf(response, 'content-type') ?? '', body: response.data, retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null }
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #judge<Value>(reply: Reply, { path, read }: PublicRequest<Value>): Answer<Value> {
    const body = parsed(reply)
    const refusal = body === undefined ? undefined : refusalIn(body)
    const isGood = reply.status >= 200 && reply.status < 300 && !(refusal && refusal.code < 0)
    if (!isGood) return this.#refused(reply, refusal)
    // A proxy's page, a cut answer: the venue may have done its part.
    if (body === undefined) return { outcome: 'unknown', code: null, detail: `HTTP ${reply.status} of ${path} is no JSON: ${reply.contentType}` }
    const value = read(body)
    return value === undefined ? { outcome: 'failed', reaction: 'person', code: null, detail: `${path} answered in a form that is not known here`, retryAfterMs: null } : { outcome: 'ok', value }
  }

  #refused(reply: Reply, refusal: Refusal | undefined): Answer<never> {
    const answer = judgeRefusal(reply, refusal)
    if (answer.outcome === 'failed' && answer.reaction === 'rest') {
      const now = this.#now()
      this.#parts.budget.closeUntil(Math.max(now + (answer.retryAfterMs ?? REST_MS), (refusal && bannedUntil(refusal)) ?? 0))
    }
    return answer
  }
}

function headerOf({ headers }: AxiosResponse<string>, name: string): string | undefined {
  const value: unknown = headers[name]
  return typeof value === 'string' ? value : undefined
}

/** Undefined for what is no JSON. */
function parsed({ body }: Reply): Lossless | undefined {
  try {
    return parseLossless(body)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
