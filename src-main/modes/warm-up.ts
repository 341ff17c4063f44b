import type { Candle, FundingRate } from '../../src-shared/domain/candle.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Engine } from '../engine/engine.ts'
import { SEED_CANDLES } from '../features/feature.ts'
import type { MarketReads } from '../market-data/candle-archive.port.ts'
import { judgeCandle } from '../market-data/market-state.ts'
import { fundingOf } from '../venue/recorded/recorded-funding.ts'

/** The daily range looks back fifteen whole days, so that the sixteenth may have begun, and one more lies between midnight and its end. */
const DAILY_RANGE_DAYS = 17
/** Funding is judged by its last thirty days. */
const FUNDING_DAYS = 31

/** What the archive knows of the market before a moment, as far back as decisions look. */
export interface MarketPast {
  readonly instruments: readonly Instrument[]
  readonly candles: readonly Candle[]
  readonly funding: readonly FundingRate[]
}

/** Of strategies that share an account, which decide at the same times. */
type Wanted = Pick<StrategyConfig, 'decisionIntervalMs' | 'labelSpec'>

/** So that the first decision of a run is the one that a run from long before would have come to. Empty where nothing is archived before. */
export async function marketPast(archive: MarketReads, instruments: readonly Instrument[], strategies: readonly [Wanted, ...Wanted[]], at: TimeMs): Promise<MarketPast> {
  const [{ decisionIntervalMs }] = strategies
  // A run that begins within a candle begins with the next one: this one is past, or there would be a gap before the first.
  const end = (Math.ceil(at / decisionIntervalMs) * decisionIntervalMs) as TimeMs
  const averagesMs = SEED_CANDLES * decisionIntervalMs + 2 * DAY_MS
  const barriersMs = Math.max(...strategies.map(({ labelSpec }) => (labelSpec.barrierAtrWindow + 2) * labelSpec.barrierIntervalMs))
  const from = (at - Math.max(DAILY_RANGE_DAYS * DAY_MS, averagesMs, barriersMs)) as TimeMs
  const spans = (await archive.spans()).filter(({ intervalMs }) => intervalMs === decisionIntervalMs)
  const parts = await Promise.all(instruments.map(async (instrument) => {
    const { instrumentId } = instrument
    const first = spans.find((span) => span.instrumentId === instrumentId)?.firstOpenTime ?? Infinity
    if (first >= at) return { candles: [], funding: [] }
    const candles = await archive.candles(instrumentId, decisionIntervalMs, from, end)
    const { rates } = await fundingOf(archive, instrument, { from: Math.max(first, at - FUNDING_DAYS * DAY_MS) as TimeMs, to: at })
    return { candles, funding: rates }
  }))
  // Sorting keeps the order of instruments within an instant, as everywhere.
  return {
    instruments,
    candles: parts.flatMap(({ candles }) => candles).toSorted((a, b) => a.closeTime - b.closeTime),
    funding: parts.flatMap(({ funding }) => funding).toSorted((a, b) => a.fundingTime - b.fundingTime),
  }
}

/** Lets an engine know the past without deciding anything in it. To be done before anything else happens. */
export function warmUp(engine: Engine, { instruments, candles, funding }: MarketPast, at: TimeMs): void {
  if (candles.length === 0) return
  for (const instrument of instruments) engine.apply({ kind: 'instrument-accepted', time: at, instrument })
  let settled = 0
  for (const candle of candles) {
    for (; settled < funding.length && funding[settled]!.fundingTime < candle.closeTime; settled++) engine.apply(settlement(funding[settled]!))
    takeCandle(engine, candle)
  }
  for (const rate of funding.slice(settled)) engine.apply(settlement(rate))
}

const settlement = (funding: FundingRate): Change => ({ kind: 'funding-accepted', time: funding.fundingTime, funding })

/** As the engine takes one, but that no questions arise. */
function takeCandle(engine: Engine, candle: Candle): void {
  const time = candle.closeTime
  const judged = judgeCandle(engine.state.market, candle)
  if (typeof judged === 'string') return
  if (judged > 0) engine.apply({ kind: 'gap-found', time, instrumentId: candle.instrumentId, missing: judged })
  engine.apply({ kind: 'candle-accepted', time, candle })
}
