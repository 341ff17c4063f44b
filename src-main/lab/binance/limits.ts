import { MINUTE_MS } from '../../../src-shared/domain/units.ts'
import type { LabClock } from './lab-clock.ts'
import { refused } from './replies.ts'
import type { LabReply, LabRequest, LabRoute } from './lab-types.ts'

/** Per minute, and what costs none of it in five minutes. */
export const WEIGHT_LIMIT: Readonly<Record<'production' | 'demo', number>> = { production: 2_400, demo: 6_000 }
const POOLS = { funding: 500, statistics: 1_000 }
const FIVE_MINUTES = 5 * MINUTE_MS
export const ORDER_LIMITS = { minute: 1_200, tenSeconds: 300 }

const FIRST_BAN_MS = 2 * MINUTE_MS
const LONGEST_BAN_MS = 3 * 24 * 60 * MINUTE_MS
/** Requests after a 429 that are let off before the address is banned. */
const PATIENCE = 10

class Counter {
  readonly #spanMs: number
  #span = -1
  #used = 0

  constructor(spanMs: number) {
    this.#spanMs = spanMs
  }

  add(now: number, count: number): number {
    const span = Math.floor(now / this.#spanMs)
    if (span !== this.#span) {
      this.#span = span
      this.#used = 0
    }
    this.#used += count
    return this.#used
  }

  /** Seconds until it starts anew. */
  rest(now: number): number {
    return Math.ceil((this.#spanMs - (now % this.#spanMs)) / 1_000)
  }
}

/** Budgets of one address and one account: 429 when one is spent, 418 for who goes on regardless. */
export class Limits {
  readonly #clock: LabClock
  readonly #weightLimit: number
  readonly #weight = new Counter(MINUTE_MS)
  readonly #pools = { funding: new Counter(FIVE_MINUTES), statistics: new Counter(FIVE_MINUTES) }
  readonly #tenSeconds = new Counter(10_000)
  readonly #minute = new Counter(MINUTE_MS)
  #ignored = 0
  #bans = 0
  #bannedUntil = 0
  /** Counted, but nobody is refused. */
  lifted: boolean

  constructor(clock: LabClock, weightLimit: number, lifted: boolean) {
    this.#clock = clock
    this.#weightLimit = weightLimit
    this.lifted = lifted
  }

  /** A reply when the request is refused, and the headers of whatever is answered. */
  take(route: LabRoute, request: LabRequest): { readonly refusal: LabReply | undefined; readonly headers: Readonly<Record<string, string>> } {
    const now = this.#clock.now()
    if (!this.lifted && now < this.#bannedUntil) return { refusal: this.#banned(now), headers: {} }
    const weight = typeof route.weight === 'number' ? route.weight : route.weight(request.params)
    const used = this.#weight.add(now, weight)
    const headers: Record<string, string> = route.pool ? {} : { 'x-mbx-used-weight-1m': `${used}` }
    const orders = this.#takeOrders(route, now)
    Object.assign(headers, orders.headers)
    const poolIsSpent = route.pool !== undefined && this.#pools[route.pool].add(now, 1) > POOLS[route.pool]
    if (this.lifted) return { refusal: undefined, headers }
    if (used > this.#weightLimit || poolIsSpent) return { refusal: this.#tooMuch(now), headers }
    this.#ignored = 0
    return { refusal: orders.refusal, headers }
  }

  /** As if the address had gone on after a 429: for a fault. */
  ban(forMs: number): void {
    this.#bannedUntil = this.#clock.now() + forMs
  }

  /** As if the budget were spent: for a fault. */
  spend(): void {
    this.#weight.add(this.#clock.now(), this.#weightLimit)
  }

  #takeOrders({ orders }: LabRoute, now: number): { readonly refusal: LabReply | undefined; readonly headers: Readonly<Record<string, string>> } {
    if (!orders) return { refusal: undefined, headers: {} }
    const [ten, minute] = [this.#tenSeconds.add(now, orders.tenSeconds), this.#minute.add(now, orders.minute)]
    const headers = { 'x-mbx-order-count-10s': `${ten}`, 'x-mbx-order-count-1m': `${minute}` }
    const isTooMany = ten > ORDER_LIMITS.tenSeconds || minute > ORDER_LIMITS.minute
    return { refusal: isTooMany ? refused(-1015, 'Too many new orders; current limit is 300 orders per TEN_SECONDS.', 429) : undefined, headers }
  }

  #tooMuch(now: number): LabReply {
    this.#ignored++
    if (this.#ignored > PATIENCE) {
      this.#ignored = 0
      this.#bannedUntil = now + Math.min(FIRST_BAN_MS * 2 ** this.#bans++, LONGEST_BAN_MS)
      return this.#banned(now)
    }
    const reply = refused(-1003, `Too many requests; current limit of IP(127.0.0.1) is ${this.#weightLimit} requests per minute. Please use the websocket for live updates to avoid polling the API.`, 429)
    return { ...reply, headers: { 'retry-after': `${this.#weight.rest(now)}` } }
  }

  #banned(now: number): LabReply {
    const reply = refused(-1003, `Way too many requests; IP(127.0.0.1) banned until ${this.#bannedUntil}. Please use the websocket for live updates to avoid bans.`, 418)
    return { ...reply, headers: { 'retry-after': `${Math.ceil((this.#bannedUntil - now) / 1_000)}` } }
  }
}
