import { isoTime } from '../base/system-calendar.ts'
import type { RowsReport } from '../modes/import-file.ts'
import type { TiersReport } from '../modes/import-tiers.ts'
import { EXIT, type Terminal } from './command.ts'

const REFUSED_SHOWN = 20
const NAMES_SHOWN = 10

export function timeLeft(part: number, elapsedMs: number): string {
  const left = part > 0 ? Math.round((elapsedMs * (1 - part)) / part / 1_000) : 0
  return `${Math.round(100 * part)} %, ${left} s left`
}

/** Tells what became of one file's rows, and answers the exit code. */
export function tellRows(terminal: Terminal, json: boolean, report: RowsReport): number {
  const { out, error } = terminal
  const { problem, refused, rows, accepted } = report
  if (json) out(JSON.stringify(report))
  else {
    for (const line of linesOf(report)) out(line)
    for (const { line, reason, text: row } of refused.slice(0, REFUSED_SHOWN)) error(`line ${line}: ${reason}: ${row}`)
    if (rows - accepted > REFUSED_SHOWN) error(`and ${rows - accepted - Math.min(REFUSED_SHOWN, refused.length)} more refused rows: ${JSON.stringify(report.refusedByReason)}`)
  }
  if (problem) error(`${report.path}, line ${problem.line}: ${problem.detail}`)
  if (report.cancelled) error('stopped: what was read is kept, and the same command goes on')
  return codeOf(report)
}

export function codeOf({ problem, cancelled, accepted, rows }: RowsReport): number {
  if (problem?.code === 'missing') return EXIT.failed
  if (cancelled) return EXIT.cancelled
  return problem || accepted < rows ? EXIT.refused : EXIT.done
}

function linesOf(report: RowsReport): readonly string[] {
  const span = report.firstOpenTime === null ? '' : `, ${isoTime(report.firstOpenTime)} to ${isoTime(report.lastOpenTime ?? report.firstOpenTime)}`
  return [
    `${report.instrumentId ?? `${report.instruments} instruments`}: ${report.accepted} of ${report.rows} rows of ${report.kind?.replace('-', ' ') ?? 'an unknown kind'} taken${span}`,
    `written: ${report.added} new, ${report.unchanged} unchanged, ${report.corrected} corrected; gaps: ${report.gapCount} (${report.missing} missing); repeated rows: ${report.duplicates}; without volume: ${report.zeroVolume}`,
    ...(report.repaired ? [`${report.repaired} rows were taken without the noise of binary floats`] : []),
    ...(report.derived.length > 0 && report.kind === 'candles' ? [derivedText(report.derived)] : []),
  ]
}

export function derivedText(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''
  return `not known, decimals taken from the file, nothing is opened on them until --definition gives their rules: ${names.slice(0, NAMES_SHOWN).join(', ')}${more}`
}

/** As `tellRows`, for leverage tiers. Contracts that are no perpetuals are no failure. */
export function tellTiers({ out, error }: Terminal, json: boolean, report: TiersReport): number {
  if (json) out(JSON.stringify(report))
  else if (report.problem === null) out(`leverage tiers of ${report.contracts} contracts taken`)
  if (report.problem !== null) error(`${report.path}: ${report.problem}`)
  else if (!json) for (const { name, reason } of report.refused.slice(0, REFUSED_SHOWN)) error(`${name}: ${reason}`)
  return tiersCodeOf(report)
}

export const tiersCodeOf = ({ problem, refused }: TiersReport): number => (problem !== null || refused.some(({ isFuture }) => !isFuture) ? EXIT.refused : EXIT.done)
