import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { FeedQuestion, RawMessage } from '../../src-main/venue/market-feed.port.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { BAR, exchangeInfoOf, NOON, SYMBOL } from './feed-rig.ts'

const HOUR = 3_600_000
const FUNDING_MS = HOUR

interface Sent {
  readonly at: number
  readonly kind: RawMessage['kind']
  readonly about: string
  readonly text: string
}

/** How often something goes wrong, from 0 to 1. */
export interface Trouble {
  readonly lost: number
  readonly twice: number
  readonly late: number
  readonly garbled: number
  readonly refused: number
  /** Of a minute: all links are down for some of the next ones. */
  readonly cut: number
}

export const CALM: Trouble = { lost: 0, twice: 0, late: 0, garbled: 0, refused: 0, cut: 0 }
export const WILD: Trouble = { lost: 0.05, twice: 0.1, late: 0.1, garbled: 0.01, refused: 0.3, cut: 0.02 }

/** A venue of one instrument whose truth is a function of time, and whose messages go astray as the seed wants it. Times are milliseconds after noon. */
export class FeedVenue {
  readonly #random: SeededRandom
  readonly #trouble: Trouble
  readonly #prices: readonly number[]

  constructor(seed: number, trouble: Trouble, hours: number) {
    this.#random = new SeededRandom(seed)
    this.#trouble = trouble
    const walk = new SeededRandom(seed + 1)
    let price = 600_000
    this.#prices = Array.from({ length: Math.ceil((hours * HOUR) / BAR) + 2 }, () => (price += walk.below(401) - 200))
  }

  /** The candle that begins so many bars after noon, as klines have it: what is open at a time is forming. */
  row(bar: number): readonly unknown[] {
    const [open, close] = [this.#prices[bar]!, this.#prices[bar + 1]!]
    const text = (tenths: number): string => `${Math.floor(tenths / 10)}.${tenths % 10}`
    const volume = `${1 + (bar % 7)}.${String(100 + (bar % 800))}`
    return [NOON + bar * BAR, text(open), text(Math.max(open, close) + 30), text(Math.min(open, close) - 30), text(close), volume, NOON + (bar + 1) * BAR - 1, '1000.00000000', 12, '0.500', '500.00000000', '0']
  }

  /** All frames and links of so many hours, as they arrive. */
  messages(hours: number): readonly Sent[] {
    const sent: Sent[] = [{ at: 0, kind: 'link', about: 'market/1', text: 'open' }, { at: 0, kind: 'link', about: 'public/1', text: 'open' }]
    let [downUntil, link] = [0, 1]
    for (let at = 500; at < hours * HOUR; at += 1_000) {
      if (downUntil <= at && at % 60_000 === 500 && this.#random.uniform() < this.#trouble.cut) {
        sent.push({ at, kind: 'link', about: `market/${link}`, text: 'closed 1006' }, { at, kind: 'link', about: `public/${link}`, text: 'closed 1006' })
        downUntil = at + this.#random.below(30) * 60_000 + 1_000
        link++
      }
      if (at < downUntil) continue
      if (downUntil > 0) {
        sent.push({ at, kind: 'link', about: `market/${link}`, text: 'open' }, { at, kind: 'link', about: `public/${link}`, text: 'open' })
        downUntil = 0
      }
      for (const frame of this.#second(at)) this.#send(sent, frame.at, `${frame.route}/${link}`, frame.data)
    }
    return sent.toSorted((a, b) => a.at - b.at)
  }

  /** What comes back for a question that was asked at a time, and when. */
  answer({ path, params }: FeedQuestion, at: number): { readonly at: number; readonly text: string } {
    const later = at + 20 + this.#random.below(400)
    if (path === '/fapi/v1/klines' && this.#random.uniform() < this.#trouble.refused) return { at: later, text: this.#refusal() }
    return { at: later, text: `200 ${JSON.stringify(this.#truth(path, params, at))}` }
  }

  #refusal(): string {
    return ['0 aborted', '503 Service Unavailable.', '200 <html>', '200 [[1,', '429 {"code":-1003,"msg":"Too many requests."}', '0 timeout of 10000ms exceeded'][this.#random.below(6)]!
  }

  #truth(path: string, params: FeedQuestion['params'], at: number): unknown {
    const [start, end, limit] = [Number(params['startTime']) - NOON, Math.min(Number(params['endTime']) - NOON, at), Number(params['limit'])]
    switch (path) {
      case '/fapi/v1/exchangeInfo': return exchangeInfoOf([SYMBOL])
      case '/fapi/v1/fundingInfo': return [{ symbol: 'BTCUSDT', adjustedFundingRateCap: '0.02', adjustedFundingRateFloor: '-0.02', fundingIntervalHours: 1, disclaimer: false, updateTime: NOON }]
      case '/fapi/v1/klines': return this.#prices.flatMap((_price, bar) => (bar * BAR >= start && bar * BAR <= end ? [this.row(bar)] : [])).slice(0, limit)
      case '/fapi/v1/fundingRate': return this.#settlements(start, at)
      case '/fapi/v1/ticker/bookTicker': return { symbol: 'BTCUSDT', bidPrice: '60000.00', bidQty: '1', askPrice: '60000.10', askQty: '1', time: NOON + at }
      default: throw new Error(`nothing is known of ${path}`)
    }
  }

  /** Booked eight seconds after the full hour. */
  #settlements(start: number, at: number): readonly unknown[] {
    const first = Math.max(-24, Math.ceil(start / FUNDING_MS))
    const count = Math.floor((at - 8_000) / FUNDING_MS) - first + 1
    return Array.from({ length: Math.max(0, count) }, (_, index) => ({ symbol: 'BTCUSDT', fundingRate: `0.000${String(100 + index)}`, fundingTime: NOON + (first + index) * FUNDING_MS, markPrice: '60000', rateType: 'Regular' }))
  }

  #second(at: number): readonly { readonly at: number; readonly route: string; readonly data: Readonly<Record<string, unknown>> }[] {
    const bar = Math.floor(at / BAR)
    const price = `${Math.floor(this.#prices[bar]! / 10)}.0`
    const T = NOON + (Math.floor(at / FUNDING_MS) + 1) * FUNDING_MS
    const frames: { at: number; route: string; data: Readonly<Record<string, unknown>> }[] = [
      { at: at + 20, route: 'market', data: { e: 'markPriceUpdate', E: NOON + at, s: 'BTCUSDT', p: price, ap: price, i: price, P: price, r: '0.0001', T, st: 1 } },
      { at: at + 120, route: 'public', data: { e: 'bookTicker', u: at, E: NOON + at + 100, T: NOON + at, s: 'BTCUSDT', ps: 'BTCUSDT', b: price, B: '1', a: price.replace('.0', '.1'), A: '1', st: 1 } },
      { at: at + 320, route: 'market', data: { e: 'aggTrade', E: NOON + at + 300, s: 'BTCUSDT', a: at / 500, p: price, q: '0.100', nq: '0.100', f: 1, l: 1, T: NOON + at + 300, m: at % 2_000 === 500, st: 1 } },
    ]
    // The first second of a bar brings the last one's end.
    if (at % BAR === 500 && bar > 0) frames.push({ at: at - 300, route: 'market', data: this.#closed(at, bar - 1) })
    return frames
  }

  #closed(at: number, bar: number): Readonly<Record<string, unknown>> {
    const [t, o, h, l, c, v, T, q, n, V, Q] = this.row(bar)
    return { e: 'kline', E: NOON + at - 320, s: 'BTCUSDT', k: { t, T, s: 'BTCUSDT', i: '5m', f: 1, L: 12, o, c, h, l, v, n, x: true, q, V, Q, B: '0' }, st: 1 }
  }

  #send(sent: Sent[], at: number, about: string, data: Readonly<Record<string, unknown>>): void {
    const { lost, twice, late, garbled } = this.#trouble
    if (this.#random.uniform() < lost) return
    const text = JSON.stringify({ stream: String(data['e']), data })
    const arrives = this.#random.uniform() < late ? at + this.#random.below(4_000) : at
    sent.push({ at: arrives, kind: 'frame', about, text: this.#random.uniform() < garbled ? text.slice(0, this.#random.below(text.length)) : text })
    if (this.#random.uniform() < twice) sent.push({ at: arrives + this.#random.below(2_000), kind: 'frame', about: `${about}0`, text })
  }
}

/** Lets a feed and its venue talk: each question is answered in its time, and ticks come so often. What the feed was given, in order. */
export function converse(feed: { take(message: RawMessage): unknown; questions(): readonly FeedQuestion[] }, venue: FeedVenue, options: { readonly hours: number; readonly tickMs: number; readonly aboutOf: (question: FeedQuestion) => string }): readonly RawMessage[] {
  const taken: RawMessage[] = []
  let answers: Sent[] = []
  const give = ({ at, kind, about, text }: Sent): void => {
    const message: RawMessage = { receivedAt: (NOON + at) as TimeMs, kind, about, text }
    taken.push(message)
    feed.take(message)
    answers.push(...feed.questions().map((question) => ({ kind: 'answer' as const, about: options.aboutOf(question), ...venue.answer(question, at) })))
    answers = answers.toSorted((a, b) => a.at - b.at)
  }
  const until = (at: number): void => {
    while (answers.length > 0 && answers[0]!.at <= at) give(answers.shift()!)
  }
  let tick = 0
  for (const message of venue.messages(options.hours)) {
    for (; tick <= message.at; tick += options.tickMs) {
      until(tick)
      give({ at: tick, kind: 'tick', about: '', text: '' })
    }
    until(message.at)
    give(message)
  }
  return taken
}
