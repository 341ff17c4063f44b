import { DAY_MS, HOUR_MS, MINUTE_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { Settlement } from '../../src-main/labels/funding-paid.ts'
import type { LabelCandles } from '../../src-main/labels/label-candles.ts'

const STEP = 5 * MINUTE_MS
const FUNDING_MS = 8 * HOUR_MS
/** 2016-01-01. */
const START = 16_801 * DAY_MS

export interface LabelMarket {
  readonly candles: LabelCandles
  readonly settlements: readonly Settlement[]
}

/** Five-minute candles of a random walk in whole ticks, one and a half thousandths a candle as BTC's, with their settlements. */
export function labelMarket(count: number): LabelMarket {
  const random = new SeededRandom(17)
  const column = (): Float64Array => new Float64Array(count)
  const candles = { stepMs: STEP, openTime: column(), open: column(), high: column(), low: column(), close: column() }
  let close = 64_000_00
  for (let place = 0; place < count; place++) {
    const open = close
    close = Math.max(1_000_00, Math.round(close * (1 + 0.001 * random.normal())))
    candles.openTime[place] = START + place * STEP
    candles.open[place] = open
    candles.high[place] = Math.max(open, close) + random.below(4_000)
    candles.low[place] = Math.min(open, close) - random.below(4_000)
    candles.close[place] = close
  }
  const settlements: Settlement[] = []
  for (let time = START; time < START + count * STEP; time += FUNDING_MS) settlements.push({ fundingTime: time as TimeMs, rate: Math.round(10_000 + 5_000 * random.normal()) as Rate })
  return { candles, settlements }
}
