import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { SeriesId } from '../market-data/data-archive.port.ts'

export interface SeriesTaken extends SeriesId {
  readonly taken: number
  readonly refused: number
  readonly first: TimeMs
  readonly last: TimeMs
}

/** Counts the rows of one file by series. */
export class SeriesTally {
  readonly #series = new Map<string, { -readonly [Name in keyof SeriesTaken]: SeriesTaken[Name] }>()
  readonly #refused = new Map<string, number>()

  take({ instrumentId, kind, intervalMs }: SeriesId, time: TimeMs): void {
    const name = `${instrumentId},${kind},${intervalMs}`
    const known = this.#series.get(name)
    if (!known) this.#series.set(name, { instrumentId, kind, intervalMs, taken: 1, refused: 0, first: time, last: time })
    else {
      known.taken++
      if (time < known.first) known.first = time
      if (time > known.last) known.last = time
    }
  }

  refuse(instrumentId: string, count = 1): void {
    this.#refused.set(instrumentId, (this.#refused.get(instrumentId) ?? 0) + count)
  }

  /** Series of which a row was taken. A file has one series of each instrument. */
  get series(): readonly SeriesTaken[] {
    return [...this.#series.values()].map((series) => ({ ...series, refused: this.#refused.get(series.instrumentId) ?? 0 }))
  }
}
