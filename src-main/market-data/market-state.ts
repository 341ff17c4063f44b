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

/** Says what a candle is to us: taken, with the gap before it, or why it is refused. */
export function acceptCandle(state: MarketState, candle: Candle, time: TimeMs): TransientChange[] {
  const market = state.get(candle.instrumentId)
  if (!market) return [{ kind: 'candle-refused', time, candle, reason: 'unknown-instrument' }]
  if (isMalformed(candle)) return [{ kind: 'candle-refused', time, candle, reason: 'malformed' }]
  const last = market.lastCandle
  if (last && candle.openTime === last.openTime) return [{ kind: 'candle-refused', time, candle, reason: 'duplicate' }]
  if (last && candle.openTime < last.openTime) return [{ kind: 'candle-refused', time, candle, reason: 'late' }]
  const accepted: TransientChange = { kind: 'candle-accepted', time, candle }
  const missing = last ? (candle.openTime - last.closeTime) / candle.intervalMs : 0
  return missing > 0 ? [{ kind: 'gap-found', time, instrumentId: candle.instrumentId, missing }, accepted] : [accepted]
}

function isMalformed({ open, high, low, close, volume, openTime, closeTime, intervalMs }: Candle): boolean {
  const whole = [open, high, low, close, volume, openTime].every(Number.isSafeInteger)
  return !whole || low <= 0 || volume < 0 || high < Math.max(open, close) || low > Math.min(open, close) || closeTime !== openTime + intervalMs || openTime % intervalMs !== 0
}
