import { QUOTE_FRACTIONS } from '../../src-shared/domain/candle-columns.ts'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { isoTime } from '../base/system-calendar.ts'
import type { Disagreement } from '../market-data/compare-intervals.ts'
import type { ArchivedComparison } from '../modes/compare-archived.ts'
import type { DataPassport } from '../reports/data-passport.ts'
import { INTERVALS } from '../venue/recorded/file-names.ts'

const SHOWN = 20
const HASH_SHOWN = 16
const WIDTHS = [16, 13, 8, 8, 17, 17, 12, 6, 10, 6, HASH_SHOWN] as const

export const TABLE_HEAD: string = columns(['instrument', 'series', 'interval', 'rows', 'from', 'to', 'gaps', 'quiet', 'corrected', 'files', 'content'])

/** One line of the table: the dates of the first and of the last row, gaps with the rows missing in them, candles without volume. */
export function tableLine({ instrumentId, kind, intervalMs, rows, first, last, gaps, missing, quiet, corrected, sources, contentHash }: DataPassport): string {
  const gap = gaps.length === 0 ? '0' : `${gaps.length} (${missing})`
  const quietRows = quiet === null ? '' : String(quiet.reduce((sum, run) => sum + run.rows, 0))
  return columns([instrumentId, kind, intervalText(intervalMs), String(rows), minute(first), minute(last), gap, quietRows, String(corrected), String(sources.length), contentHash.slice(0, HASH_SHOWN)])
}

export function detailLines({ gaps, unavailable, quiet, corrections, sources }: DataPassport): readonly string[] {
  return [
    ...some(gaps, (gap) => `  missing ${minute(gap.from)} to ${minute(gap.to)}: ${gap.missing}`),
    ...some(unavailable, (gap) => `  the venue has nothing ${minute(gap.from)} to ${minute(gap.to)}, asked ${gap.times} times, last ${isoTime(gap.askedAt)}`),
    ...some(quiet ?? [], (run) => `  nothing traded ${minute(run.from)} to ${minute(run.to)}: ${run.rows}`),
    ...some(corrections, (one) => `  corrected ${minute(one.openTime)}${one.learntAt === null ? '' : `, learnt ${isoTime(one.learntAt)}`}`),
    ...some(sources, ({ name, sha256, taken, refused }) => `  from ${name} (${sha256.slice(0, HASH_SHOWN)}): ${taken} rows${refused > 0 ? `, ${refused} refused` : ''}`),
  ]
}

export function comparisonLines({ instrumentId, kind, shortMs, longMs, compared, partial, disagreements, ...decimals }: ArchivedComparison): readonly string[] {
  const head = `${instrumentId}${kind === 'mark' ? ' mark' : ''} ${intervalText(shortMs)} to ${intervalText(longMs)}: ${compared} compared, ${disagreements.length} differ${partial > 0 ? `, ${partial} cannot be judged` : ''}`
  return [head, ...some(disagreements, (one) => `  ${minute(one.openTime)}: ${one.fields.map((field) => fieldText(field, decimals)).join('; ')}`)]
}

function fieldText({ name, told, joined }: Disagreement['fields'][number], { priceDecimals, quantityDecimals }: Pick<ArchivedComparison, 'priceDecimals' | 'quantityDecimals'>): string {
  const text = (value: number): string => {
    if (name === 'trades' || name === 'quoteWhole') return String(value)
    if (name === 'quoteFraction') return formatDecimal(value, String(QUOTE_FRACTIONS).length - 1, true)
    return formatDecimal(value, name === 'volume' ? quantityDecimals : priceDecimals, true)
  }
  return `${name} ${text(told)}, its parts make ${text(joined)}`
}

/** The first ones, and how many more there are. */
function some<Row>(rows: readonly Row[], line: (row: Row) => string): readonly string[] {
  const lines = rows.slice(0, SHOWN).map(line)
  return rows.length > SHOWN ? [...lines, `  and ${rows.length - SHOWN} more`] : lines
}

function columns(cells: readonly string[]): string {
  return cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join(' ').trimEnd()
}

/** '2023-05-01 12:00', UTC. */
const minute = (time: number): string => isoTime(time).slice(0, 16).replace('T', ' ')

function intervalText(intervalMs: number): string {
  if (intervalMs === 0) return ''
  return Object.entries(INTERVALS).find(([, ms]) => ms === intervalMs)?.[0] ?? `${intervalMs / 60_000}m`
}
