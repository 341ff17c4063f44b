import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PassportRow } from '../../src-shared/contract/data-views.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { DataArchive, SeriesSpan } from '../market-data/data-archive.port.ts'
import { passportOf, type DataPassport } from '../reports/data-passport.ts'
import { areAssumed } from '../venue/binance/instruments.ts'

/** Passports for windows. A series is read again only when something of it is different: the years before cost time. */
export class PassportRows {
  readonly #known = new Map<string, { readonly state: string; readonly row: PassportRow }>()

  /** In the archive's order; then the brackets that nobody has given. */
  async of(archive: DataArchive): Promise<readonly PassportRow[]> {
    const rows: PassportRow[] = []
    const spans = await archive.series()
    for (const span of spans) {
      rows.push(await this.#row(archive, span))
      // The engine has its turn between two series.
      await nextTurn()
    }
    const withTiers = new Set(spans.filter(({ kind }) => kind === 'margin-tiers').map(({ instrumentId }) => instrumentId))
    const assumed = (await archive.instruments()).filter(({ instrumentId, versions }) => !withTiers.has(instrumentId) && areAssumed(versions.at(-1)?.marginTiers ?? []))
    return [...rows, ...assumed.map(assumedRow)]
  }

  async #row(archive: DataArchive, span: SeriesSpan): Promise<PassportRow> {
    const { instrumentId, kind, intervalMs, rows, first, last } = span
    const name = `${instrumentId} ${kind} ${intervalMs}`
    const sources = (await archive.sources(span)).map(({ sha256, taken }) => [sha256, taken])
    const state = JSON.stringify([rows, first, last, await archive.correctionCount(span), sources])
    const known = this.#known.get(name)
    if (known?.state === state) return known.row
    const row = rowOf(await passportOf(archive, span))
    this.#known.set(name, { state, row })
    return row
  }
}

const rowOf = ({ instrumentId, kind, intervalMs, first, last, rows, gaps, missing, quiet, corrected, contentHash, sources }: DataPassport): PassportRow => ({
  instrumentId, kind, intervalMs, first, last, rows, gaps: gaps.length, missing, zeroVolume: (quiet ?? []).reduce((sum, run) => sum + run.rows, 0), corrections: corrected, hash: contentHash, sources: sources.map(({ name }) => name),
})

const assumedRow = ({ instrumentId, versions }: Instrument): PassportRow => {
  const at = versions.at(-1)?.validFrom ?? 0
  return { instrumentId, kind: 'margin-tiers', intervalMs: 0, first: at, last: at, rows: 0, gaps: 0, missing: 0, zeroVolume: 0, corrections: 0, hash: null, sources: ['assumed'] }
}
