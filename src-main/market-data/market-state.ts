import type { Candle, FundingRate, MarkPrice } from '../../src-shared/domain/candle.ts'
import type { Change, TransientChange } from '../../src-shared/domain/change.ts'
import { versionAt, type Instrument, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import { dayOf, dayStart, type DayBoundary } from '../../src-shared/domain/day.ts'
import { DAY_MS, MINUTE_MS, type Price, type TimeMs } from '../../src-shared/domain/units.ts'
import { BarAggregator } from './bar-aggregator.ts'

const DAILY_ATR_WINDOW = 14

/** What is known of one instrument's market. Rebuilt from the archive after a restart. */
export interface InstrumentMarket {
  instrument: Instrument
  version: InstrumentVersion
  mark: MarkPrice | null
  lastCandle: Candle | null
  funding: FundingRate | null
  /** What positions were worth when the account's day began: the mark price nearest to it, or the close of a candle that ended there. */
  dayOpen: { readonly time: TimeMs; readonly price: Price } | null
  /** When the next day begins, as far as the market has told. */
  dayEnds: number
  /** One for each range that barriers are measured by. */
  barriers: readonly BarAggregator[]
  days: BarAggregator
}

/** Of candles so long, over so many of them. */
export interface BarrierRange {
  readonly barrierIntervalMs: number
  readonly barrierAtrWindow: number
}

export interface MarketSettings {
  readonly barriers: readonly BarrierRange[]
  readonly dayBoundary: DayBoundary
}

export type MarketState = Map<string, InstrumentMarket>

/** Folds one change into the market. The only writer of MarketState. */
export function applyMarket(state: MarketState, change: Change, settings: MarketSettings): void {
  switch (change.kind) {
    case 'instrument-accepted':
      return list(state, change.instrument, change.time, settings)
    case 'price-accepted': {
      const market = state.get(change.mark.instrumentId)
      if (!market) return
      if (market.instrument.versions.length > 1) followRules(market, change.mark.asOf, settings)
      if (change.time >= market.dayEnds) beginDay(market, change.mark, dayStart(dayOf(change.time, settings.dayBoundary), settings.dayBoundary))
      market.mark = change.mark
      return
    }
    case 'candle-accepted': {
      const market = state.get(change.candle.instrumentId)
      if (!market) return
      market.lastCandle = change.candle
      const { openTime, closeTime, close } = change.candle
      if (market.instrument.versions.length > 1) {
        followRules(market, openTime, settings)
        if (!isSameScale(market.version, rulesAt(market.instrument, openTime))) return
      }
      for (const bars of market.barriers) bars.update(change.candle)
      market.days.update(change.candle)
      if (isNewDay(market, closeTime, settings.dayBoundary)) enterDay(market, closeTime, close)
      return
    }
    case 'funding-accepted': {
      const market = state.get(change.funding.instrumentId)
      if (market) market.funding = change.funding
      return
    }
    default:
  }
}

/** A price counts as that of the boundary up to this far from it. */
const NEAR_MS = 5 * MINUTE_MS

/** The first price of a day. When neither it nor the last one before is near the boundary, what was worth what then is not known. */
function beginDay(market: InstrumentMarket, mark: MarkPrice, boundary: TimeMs): void {
  const distance = ({ asOf }: MarkPrice): number => Math.abs(asOf - boundary)
  const nearest = market.mark && distance(market.mark) < distance(mark) ? market.mark : mark
  enterDay(market, boundary, distance(nearest) <= NEAR_MS ? nearest.mark : null)
}

/** True at the boundary of a day that nobody has told the price of. */
const isNewDay = ({ dayEnds, dayOpen }: InstrumentMarket, time: TimeMs, boundary: DayBoundary): boolean =>
  time >= dayEnds - DAY_MS && dayOpen?.time !== time && dayStart(dayOf(time, boundary), boundary) === time

function enterDay(market: InstrumentMarket, boundary: TimeMs, price: Price | null): void {
  market.dayEnds = boundary + DAY_MS
  if (price !== null) market.dayOpen = { time: boundary, price }
}

/** New rules take effect; what is known of the market stays, unless it was told in another scale. */
function list(state: MarketState, instrument: Instrument, time: TimeMs, settings: MarketSettings): void {
  const version = versionAt(instrument, time)
  const known = state.get(instrument.instrumentId)
  if (known) {
    known.instrument = instrument
    return adopt(known, version, settings)
  }
  state.set(instrument.instrumentId, { instrument, version, mark: null, lastCandle: null, funding: null, dayOpen: null, dayEnds: Number.NEGATIVE_INFINITY, ...newBars(settings) })
}

const newBars = ({ barriers }: MarketSettings): Pick<InstrumentMarket, 'barriers' | 'days'> =>
  ({ barriers: barriers.map(({ barrierIntervalMs, barrierAtrWindow }) => new BarAggregator(barrierIntervalMs, barrierAtrWindow)), days: new BarAggregator(DAY_MS, DAILY_ATR_WINDOW) })

/** The rules of a time, also of one before all rules. */
const rulesAt = ({ versions }: Instrument, time: TimeMs): InstrumentVersion => versions.findLast(({ validFrom }) => validFrom <= time) ?? versions[0]!

const isSameScale = (a: InstrumentVersion, b: InstrumentVersion): boolean => a.priceDecimals === b.priceDecimals && a.quantityDecimals === b.quantityDecimals

/** Time has come to rules of a later date. What was told in numbers of another scale says nothing beside the new ones. */
function followRules(market: InstrumentMarket, time: TimeMs, settings: MarketSettings): void {
  const version = rulesAt(market.instrument, time)
  if (version.validFrom > market.version.validFrom) adopt(market, version, settings)
}

function adopt(market: InstrumentMarket, version: InstrumentVersion, settings: MarketSettings): void {
  if (!isSameScale(version, market.version)) Object.assign(market, newBars(settings), { mark: null, dayOpen: null })
  market.version = version
}

/** Whether a candle's numbers are of another scale than those of the last: its instrument has got other decimals in between. */
export function isRescaled(market: InstrumentMarket | undefined, { openTime }: Candle): boolean {
  if (!market?.lastCandle || market.instrument.versions.length === 1) return false
  return !isSameScale(rulesAt(market.instrument, market.lastCandle.openTime), rulesAt(market.instrument, openTime))
}

type CandleRefusal = Extract<TransientChange, { kind: 'candle-refused' }>['reason']

/** Says what a candle is to us: why it is refused, or how many candles are missing before it. */
export function judgeCandle(state: MarketState, candle: Candle): CandleRefusal | number {
  const market = state.get(candle.instrumentId)
  if (!market) return 'unknown-instrument'
  if (isMalformed(candle)) return 'malformed'
  const last = market.lastCandle
  if (!last) return 0
  if (candle.openTime === last.openTime) return 'duplicate'
  if (candle.openTime < last.openTime) return 'late'
  return (candle.openTime - last.closeTime) / candle.intervalMs
}

function isMalformed(candle: Candle): boolean {
  const { open, high, low, close, volume, openTime, closeTime, intervalMs } = candle
  return !isExact(candle) || low <= 0 || volume < 0 || high < Math.max(open, close) || low > Math.min(open, close) || closeTime !== openTime + intervalMs || openTime % intervalMs !== 0
}

/** Asked for every candle, so without a list. */
const isExact = ({ open, high, low, close, volume, openTime }: Candle): boolean =>
  Number.isSafeInteger(open) && Number.isSafeInteger(high) && Number.isSafeInteger(low) && Number.isSafeInteger(close) && Number.isSafeInteger(volume) && Number.isSafeInteger(openTime)
