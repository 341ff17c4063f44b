import type { Candle } from '../../src-shared/domain/candle.ts'
import type { VenueEvent } from '../../src-shared/domain/event.ts'
import { versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { aboutOf } from '../venue/binance/feed/questions.ts'
import { judgeReply } from '../venue/binance/judge-reply.ts'
import { fundingRates, klines, KLINES_MAX } from '../venue/binance/market-requests.ts'
import type { PublicRequest } from '../venue/binance/rest-client.ts'
import { fundingRows } from './collect-funding.ts'

/** What was not seen of some instruments' market. */
export interface MissedSpan {
  readonly instruments: readonly Instrument[]
  readonly from: TimeMs
  readonly to: TimeMs
}

/** Minutes as long as they are few; longer candles for longer absences. */
const STEPS_MS = [MINUTE_MS, 5 * MINUTE_MS, HOUR_MS, DAY_MS] as const
const STEPS_MAX = 2_000

/** One thing to ask for, and what becomes of its answer. */
interface Question {
  readonly request: PublicRequest<unknown>
  readonly take: (body: string, into: Found) => void
}

interface Found {
  readonly candles: Map<string, Candle>
  readonly marks: Map<string, Candle>
  readonly events: VenueEvent[]
}

const keyOf = ({ instrumentId, openTime }: Candle): string => `${instrumentId}/${openTime}`

/** What has to be asked: candles of trades and of the mark price, and settlements. The same span gives the same questions. */
function questionsOf({ instruments, from, to }: MissedSpan): readonly Question[] {
  const stepMs = STEPS_MS.find((step) => (to - from) / step <= STEPS_MAX) ?? DAY_MS
  const start = Math.floor(from / stepMs) * stepMs
  const end = Math.floor(to / stepMs) * stepMs
  return instruments.flatMap((instrument) => {
    const { instrumentId, symbol } = instrument
    const questions: Question[] = []
    for (let startTime = start; startTime < end; startTime += KLINES_MAX * stepMs) {
      const endTime = Math.min(end, startTime + KLINES_MAX * stepMs) - 1
      for (const kind of ['trade', 'mark'] as const) {
        const request = klines(symbol, { instrumentId, kind, intervalMs: stepMs, version: versionAt(instrument, startTime as TimeMs) }, { startTime, endTime, limit: Math.ceil((endTime - startTime) / stepMs) })
        questions.push(question(request, (rows, found) => {
          for (const { candle } of rows) (kind === 'trade' ? found.candles : found.marks).set(keyOf(candle), candle)
        }))
      }
    }
    const usualMs = instrument.versions.at(-1)!.fundingIntervalMs
    const funding = question(fundingRates(symbol, { startTime: from + 1, endTime: to }), (settlements, found) => {
      for (const rate of fundingRows(instrumentId, settlements, { usualMs })) found.events.push({ kind: 'funding-settled', time: rate.fundingTime, funding: rate })
    })
    return [...questions, funding]
  })
}

/** An answer that cannot be used is as good as none: what it would have told is missing. */
const question = <Value>(request: PublicRequest<Value>, take: (value: Value, found: Found) => void): Question => ({
  request, take: (text, found) => {
    const blank = text.indexOf(' ')
    const answer = judgeReply({ status: Number(text.slice(0, blank)), contentType: '', body: text.slice(blank + 1), retryAfterMs: null }, request)
    if (answer.outcome === 'ok') take(answer.value, found)
  },
})

/** What was asked, as a record names it, and the HTTP status, a blank and the body that came. */
export interface MissedAnswer {
  readonly about: string
  readonly text: string
}

/** `fetch` gives the HTTP status, a blank and the body; it never rejects. */
export function askMissed(span: MissedSpan, fetch: (request: PublicRequest<unknown>) => Promise<string>): Promise<readonly MissedAnswer[]> {
  return Promise.all(questionsOf(span).map(async ({ request }) => ({ about: aboutOf(request), text: await fetch(request) })))
}

/** What a simulated venue is to be told, in the order in which it happened: whoever holds at a settlement pays before the candle that opens then goes on. */
export function missedEvents(span: MissedSpan, answers: readonly MissedAnswer[]): readonly VenueEvent[] {
  const found: Found = { candles: new Map(), marks: new Map(), events: [] }
  const texts = new Map(answers.map(({ about, text }) => [about, text]))
  for (const { request, take } of questionsOf(span)) take(texts.get(aboutOf(request)) ?? '0 ', found)
  for (const [key, candle] of found.candles) {
    const marks = found.marks.get(key)
    const time = Math.max(candle.openTime, span.from) as TimeMs
    found.events.push({ kind: 'candle-path', time, candle, ...(marks ? { marks: [marks] } : {}) })
  }
  const rank = ({ kind }: VenueEvent): number => (kind === 'funding-settled' ? 0 : 1)
  return found.events.toSorted((a, b) => a.time - b.time || rank(a) - rank(b))
}
