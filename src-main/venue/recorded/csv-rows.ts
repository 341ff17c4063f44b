import type { Candle } from '../../../src-shared/domain/candle.ts'
import type { Turnover } from '../../../src-shared/domain/candle-columns.ts'
import type { InstrumentVersion } from '../../../src-shared/domain/instrument.ts'
import { MONEY_DECIMALS, type Price, type Quantity, type TimeMs } from '../../../src-shared/domain/units.ts'
import { orderOf, rulesAt, type Cells, type RowReader, type RowRules, type TakenRow } from './csv-cells.ts'
import type { Gap, RowRefusal } from './csv-report.ts'

type Numbers = readonly [open: number, high: number, low: number, close: number, volume: number]

/** Which of the columns that may be missing a file has. */
export interface CandleShape {
  readonly hasVolume: boolean
  readonly hasTurnover: boolean
}

export class CandleRows implements RowReader<Candle, Turnover> {
  readonly #shape: CandleShape
  readonly #rules: RowRules
  #last: { readonly time: number; readonly row: Candle } | undefined

  constructor(shape: CandleShape, rules: RowRules) {
    this.#shape = shape
    this.#rules = rules
  }

  read(cells: Cells): TakenRow<Candle, Turnover> | RowRefusal {
    const { instrument, intervalMs, now } = this.#rules
    const time = cells.number('open_time_ms', 0)
    if (typeof time === 'string') return time
    if (time < 0 || time % intervalMs !== 0) return 'off-grid'
    if (time + intervalMs > now) return 'not-closed'
    const version = rulesAt(instrument, time)
    if (!version) return 'before-first-rules'
    const numbers = this.#numbers(cells, version)
    if (typeof numbers === 'string') return numbers
    const detail = this.#shape.hasTurnover ? turnoverIn(cells) : undefined
    if (typeof detail === 'string') return detail
    const row = this.#candle(time as TimeMs, numbers)
    const order = orderOf(time, this.#last, row)
    if (order) return order
    const gap = this.#gapBefore(row.openTime)
    this.#last = { time, row }
    return { row, time: row.openTime, zeroVolume: this.#shape.hasVolume && row.volume === 0, gap, ...(detail ? { detail } : {}) }
  }

  #numbers(cells: Cells, version: InstrumentVersion): Numbers | RowRefusal {
    const prices = ['open', 'high', 'low', 'close'].map((name) => cells.number(name, version.priceDecimals))
    const volume = this.#shape.hasVolume ? cells.number('volume', version.quantityDecimals) : 0
    const refusal = [...prices, volume].find((value) => typeof value === 'string')
    if (refusal !== undefined) return refusal
    const [open = 0, high = 0, low = 0, close = 0] = prices as number[]
    return refusalOf([open, high, low, close, volume as number]) ?? [open, high, low, close, volume as number]
  }

  #candle(openTime: TimeMs, [open, high, low, close, volume]: Numbers): Candle {
    const { instrument, intervalMs } = this.#rules
    return {
      instrumentId: instrument.instrumentId, intervalMs, openTime, closeTime: (openTime + intervalMs) as TimeMs,
      open: open as Price, high: high as Price, low: low as Price, close: close as Price, volume: volume as Quantity,
    }
  }

  #gapBefore(openTime: TimeMs): Gap | null {
    const { intervalMs } = this.#rules
    const from = this.#last?.row.closeTime
    return from === undefined || from === openTime ? null : { from, to: openTime, missing: (openTime - from) / intervalMs }
  }
}

function refusalOf([open, high, low, close, volume]: Numbers): RowRefusal | undefined {
  if (open <= 0 || high <= 0 || low <= 0 || close <= 0 || volume < 0) return 'not-positive'
  if (high < Math.max(open, close, low)) return 'high-too-low'
  return low > Math.min(open, close) ? 'low-too-high' : undefined
}

/** Sums of quote volume need more digits than a safe integer has, so they are kept in two: before the point and after it. */
function turnoverIn(cells: Cells): Turnover | RowRefusal {
  const trades = cells.number('trades', 0)
  if (typeof trades === 'string') return trades
  const [whole = '', fraction = ''] = cells.text('quote_volume').split('.')
  if (!/^-?\d{1,16}$/.test(whole) || !/^\d*$/.test(fraction)) return 'not-a-number'
  if (/[1-9]/.test(fraction.slice(MONEY_DECIMALS))) return 'too-many-decimals'
  const quoteWhole = Number(whole)
  if (trades < 0 || whole.startsWith('-')) return 'not-positive'
  if (!Number.isSafeInteger(quoteWhole)) return 'out-of-range'
  return { quoteWhole, quoteFraction: Number(fraction.slice(0, MONEY_DECIMALS).padEnd(MONEY_DECIMALS, '0')), trades }
}
