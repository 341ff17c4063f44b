import type { Candle, FundingRate, MarkPrice } from '../../src-shared/domain/candle.ts'
import type { Change, TransientChange } from '../../src-shared/domain/change.ts'
import { versionAt, type Instrument, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, type Price, type TimeMs } from '../../src-shared/domain/units.ts'
import { BarAggregator } from './bar-aggregator.ts'

const DAILY_ATR_WINDOW = 14

/** What is known of one instrument's market. Rebuilt from the archive after a restart. */
export interface InstrumentMarket {
  instrument: Instrument
  version: InstrumentVersion
  mark: MarkPrice | null
  lastCandle: Candle | null
  funding: FundingRate | null
  /** The last close at a day's boundary: what positions were worth when the day began. */
  dayOpen: { readonly time: TimeMs; readonly price: Price } | null
  readonly barriers: BarAggregator
  readonly days: BarAggregator
}

export interface MarketSettings {
  readonly barrierIntervalMs: number
  readonly barrierAtrWindow: number
}

export type MarketState = Map<string, InstrumentMarket>

/** Folds one change into the market. The only writer of MarketState. */
export function applyMarket(state: MarketState, change: Change, settings: MarketSettings): void {
  switch (change.kind) {
    case 'instrument-accepted':
      return list(state, change.instrument, change.time, settings)
    case 'price-accepted': {
      const market = state.get(change.mark.instrumentId)
      if (market) market.mark = change.mark
      return
    }
    case 'candle-accepted': {
      const market = state.get(change.candle.instrumentId)
      if (!market) return
      market.lastCandle = change.candle
      market.barriers.update(change.candle)
      market.days.update(change.candle)
      if (change.candle.closeTime % DAY_MS === 0) market.dayOpen = { time: change.candle.closeTime, price: change.candle.close }
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

/** New rules take effect; what is known of the market stays. */
function list(state: MarketState, instrument: Instrument, time: TimeMs, settings: MarketSettings): void {
  const version = versionAt(instrument, time)
  const known = state.get(instrument.instrumentId)
  if (known) {
    known.instrument = instrument
    known.version = version
    return
  }
  const barriers = new BarAggregator(settings.barrierIntervalMs, settings.barrierAtrWindow)
  state.set(instrument.instrumentId, { instrument, version, mark: null, lastCandle: null, funding: null, dayOpen: null, barriers, days: new BarAggregator(DAY_MS, DAILY_ATR_WINDOW) })
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
