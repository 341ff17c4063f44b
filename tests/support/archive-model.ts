import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandleKind, CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import { versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import type { WriteCount } from '../../src-main/market-data/candle-archive.port.ts'
import type { CandleCorrection } from '../../src-main/market-data/data-archive.port.ts'
import { plainRow, type CandleCase } from './candle-cases.ts'

/** What an archive of candles should be, in the plainest way: one map, nothing packed. */
export class ArchiveModel {
  readonly #instrument: Instrument
  readonly #series = new Map<string, Map<number, CandleCase>>()
  readonly #corrections = new Map<string, CandleCorrection[]>()
  now = 0

  constructor(instrument: Instrument) {
    this.#instrument = instrument
  }

  put(kind: CandleKind, rows: readonly CandleCase[]): WriteCount {
    const count = { added: 0, unchanged: 0, corrected: 0 }
    for (const row of rows) count[this.#putOne({ ...row.candle, kind }, row)]++
    return count
  }

  rows(series: CandleSeriesId, from: number, to: number): readonly CandleCase[] {
    return [...(this.#series.get(nameOf(series))?.values() ?? [])].filter(({ candle }) => candle.openTime >= from && candle.openTime < to).toSorted((a, b) => a.candle.openTime - b.candle.openTime)
  }

  /** As `plainRows` of the columns; undefined when they cannot be exact at the finest decimals of that time. */
  plain(series: CandleSeriesId, from: number, to: number): readonly (readonly number[])[] | undefined {
    const versions = this.#instrument.versions.filter(({ validFrom }, i) => validFrom < to && (this.#instrument.versions[i + 1]?.validFrom ?? Infinity) > from)
    const [prices, quantities] = [Math.max(...versions.map(({ priceDecimals }) => priceDecimals)), Math.max(...versions.map(({ quantityDecimals }) => quantityDecimals))]
    const rows = this.rows(series, from, to).map((row) => {
      const { priceDecimals, quantityDecimals } = versionAt(this.#instrument, row.candle.openTime)
      const [time, open, high, low, close, volume, ...turnover] = plainRow(row)
      return [time!, ...[open, high, low, close].map((value) => value! * 10 ** (prices - priceDecimals)), volume! * 10 ** (quantities - quantityDecimals), ...turnover]
    })
    return rows.every((row) => row.every((value) => Number.isNaN(value) || Number.isSafeInteger(value))) ? rows : undefined
  }

  corrections(series: CandleSeriesId): readonly CandleCorrection[] {
    return (this.#corrections.get(nameOf(series)) ?? []).toSorted((a, b) => a.openTime - b.openTime)
  }

  #putOne(series: CandleSeriesId, row: CandleCase): keyof WriteCount {
    const name = nameOf(series)
    const rows = this.#series.get(name) ?? new Map<number, CandleCase>()
    this.#series.set(name, rows)
    const old = rows.get(row.candle.openTime)
    if (!old) {
      rows.set(row.candle.openTime, row)
      return 'added'
    }
    const same = (['open', 'high', 'low', 'close', 'volume'] as const).every((field) => old.candle[field] === row.candle[field])
    const sameTurnover = !old.turnover || !row.turnover || (['quoteWhole', 'quoteFraction', 'trades'] as const).every((field) => old.turnover![field] === row.turnover![field])
    if (same && sameTurnover) {
      rows.set(row.candle.openTime, { candle: row.candle, turnover: row.turnover ?? old.turnover })
      return 'unchanged'
    }
    rows.set(row.candle.openTime, row)
    const corrections = this.#corrections.get(name) ?? []
    this.#corrections.set(name, [...corrections, { openTime: row.candle.openTime, old: old.candle, new: row.candle as Candle, learntAt: this.now as CandleCorrection['learntAt'] }])
    return 'corrected'
  }
}

const nameOf = ({ kind, intervalMs }: CandleSeriesId): string => `${kind} ${intervalMs}`
