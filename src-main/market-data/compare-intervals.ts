import type { CandleColumns } from '../../src-shared/domain/candle-columns.ts'
import { joinColumns } from './join-columns.ts'

const COMPARED = ['open', 'high', 'low', 'close', 'volume', 'quoteWhole', 'quoteFraction', 'trades'] as const

type Compared = (typeof COMPARED)[number]

/** A candle that its venue tells otherwise than its own shorter candles do. */
export interface Disagreement {
  readonly openTime: number
  /** What differs, with what the venue says and what its shorter candles come to: scaled integers. */
  readonly fields: readonly { readonly name: Compared; readonly told: number; readonly joined: number }[]
}

export interface IntervalComparison {
  /** Longer candles whose shorter ones are all there. */
  readonly compared: number
  /** Longer candles of which some of the shorter are missing: nothing can be said of them. */
  readonly partial: number
  readonly disagreements: readonly Disagreement[]
}

/** Compares candles with those made of shorter ones. Both must have the same decimals; only what both know is compared. */
export function compareIntervals(short: CandleColumns, shortMs: number, long: CandleColumns, longMs: number): IntervalComparison {
  if (short.priceDecimals !== long.priceDecimals || short.quantityDecimals !== long.quantityDecimals) throw new RangeError('candles of other decimals cannot be compared')
  const joined = joinColumns(short, shortMs, longMs)
  const disagreements: Disagreement[] = []
  let [compared, partial, at] = [0, 0, 0]
  for (let i = 0; i < long.openTime.length; i++) {
    const openTime = long.openTime[i]!
    while (at < joined.openTime.length && joined.openTime[at]! < openTime) at++
    if (joined.openTime[at] !== openTime) continue
    if (joined.parts[at] !== joined.partsInWhole) {
      partial++
      continue
    }
    compared++
    const fields = differences(long, i, joined, at)
    if (fields.length > 0) disagreements.push({ openTime, fields })
  }
  return { compared, partial, disagreements }
}

function differences(long: CandleColumns, i: number, joined: CandleColumns, at: number): Disagreement['fields'] {
  return COMPARED.flatMap((name) => {
    const [told, made] = [valueAt(long, name, i), valueAt(joined, name, at)]
    return Number.isNaN(told) || Number.isNaN(made) || told === made ? [] : [{ name, told, joined: made }]
  })
}

function valueAt(columns: CandleColumns, name: Compared, i: number): number {
  if (name === 'quoteWhole' || name === 'quoteFraction' || name === 'trades') return columns.turnover?.[name][i] ?? Number.NaN
  return columns[name][i] ?? Number.NaN
}
