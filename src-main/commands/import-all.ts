import { glob, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { importFile, UnknownSymbol, type RowsReport } from '../modes/import-file.ts'
import { importTiers, type TiersReport } from '../modes/import-tiers.ts'
import { contentOf, type FileContent } from '../venue/recorded/file-names.ts'
import { EXIT, UsageError } from './command.ts'
import type { ImportJob } from './import-job.ts'
import { codeOf, derivedText, tiersCodeOf, timeLeft } from './import-texts.ts'

interface Found {
  readonly path: string
  /** From the folder on. */
  readonly name: string
  readonly bytes: number
  readonly content: FileContent | undefined
}

/** What became of one file: its rows, its tiers, or why it was not read. */
type Outcome = { readonly name: string } & ({ readonly rows: RowsReport } | { readonly tiers: TiersReport } | { readonly skipped: string })

const READABLE = /\.(?:csv|json)(?:\.gz)?$/

/** Imports every file below a folder, or that a pattern names, one after the other. */
export async function importAll(place: string, job: ImportJob): Promise<number> {
  const { terminal, clock, json } = job
  const files = await filesOf(place)
  if (files.length === 0) throw new UsageError(`there is no file of market data in ${place}`)
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const started = clock.now()
  const outcomes: Outcome[] = []
  let done = 0
  for (const file of files) {
    if (terminal.cancelled()) break
    const progress = (read: number): void => terminal.progress(`${outcomes.length + 1} of ${files.length} ${file.name}: ${timeLeft((done + read) / total, clock.now() - started)}`)
    const outcome = await importOne(file, job, progress)
    outcomes.push(outcome)
    done += file.bytes
    if (!json) tellOne(outcome, job)
  }
  const code = terminal.cancelled() ? EXIT.cancelled : outcomes.every(isDone) ? EXIT.done : EXIT.refused
  tellSum(outcomes, files.length, job)
  return code
}

async function filesOf(place: string): Promise<readonly Found[]> {
  const isFolder = (await stat(place).catch(() => undefined))?.isDirectory() ?? false
  const paths: string[] = []
  for await (const path of glob(isFolder ? '**/*' : place, isFolder ? { cwd: place } : {})) if (READABLE.test(path)) paths.push(isFolder ? join(place, path) : path)
  return Promise.all(paths.toSorted().map(async (path) => ({
    path, name: (isFolder ? relative(place, path) : basename(path)).replaceAll('\\', '/'), bytes: (await stat(path)).size, content: contentOf(basename(path)),
  })))
}

async function importOne({ path, name, content }: Found, job: ImportJob, progress: (read: number) => void): Promise<Outcome> {
  const { archive, clock, terminal, repairNoise, validFrom } = job
  if (!content) return { name, skipped: 'its name does not tell what is in it' }
  if (content.holds === 'leverage-tiers') {
    return validFrom === null ? { name, skipped: 'it does not tell from when its tiers hold: say --valid-from 2024-10-01' } : { name, tiers: await importTiers(path, validFrom, { archive, clock }) }
  }
  const { instrumentId, intervalMs, candles } = content
  try {
    return { name, rows: await importFile({ path, name, instrumentId, intervalMs, candles, repairNoise }, { archive, clock, progress, cancelled: () => terminal.cancelled() }) }
  } catch (error) {
    if (error instanceof UnknownSymbol) return { name, skipped: error.message }
    throw error
  }
}

function isDone(outcome: Outcome): boolean {
  if ('skipped' in outcome) return false
  return ('rows' in outcome ? codeOf(outcome.rows) : tiersCodeOf(outcome.tiers)) === EXIT.done
}

function tellOne(outcome: Outcome, { terminal: { out, error } }: ImportJob): void {
  const { name } = outcome
  if ('skipped' in outcome) return error(`${name}: not read: ${outcome.skipped}`)
  if ('tiers' in outcome) {
    const { problem, contracts, refused } = outcome.tiers
    return problem === null ? out(`${name}: leverage tiers of ${contracts} contracts${refused.length > 0 ? `, ${refused.length} left out (${refused.map((one) => one.name).join(', ')})` : ''}`) : error(`${name}: ${problem}`)
  }
  const { accepted, rows, kind, added, corrected, gapCount, problem, refused, refusedByReason, repaired } = outcome.rows
  out(`${name}: ${accepted} of ${rows} rows of ${kind?.replace('-', ' ') ?? 'an unknown kind'}, ${added} new${corrected > 0 ? `, ${corrected} corrected` : ''}${gapCount > 0 ? `, ${gapCount} gaps` : ''}${repaired ? `, ${repaired} without float noise` : ''}`)
  const [first] = refused
  if (first) error(`${name}: ${rows - accepted} rows refused (${JSON.stringify(refusedByReason)}), the first in line ${first.line}: ${first.text}`)
  if (problem) error(`${name}, line ${problem.line}: ${problem.detail}`)
}

function tellSum(outcomes: readonly Outcome[], files: number, { terminal: { out, error, cancelled }, json }: ImportJob): void {
  const rows = outcomes.flatMap((outcome) => ('rows' in outcome ? [outcome.rows] : []))
  const sum = (name: 'rows' | 'accepted' | 'added' | 'unchanged' | 'corrected'): number => rows.reduce((total, report) => total + report[name], 0)
  const derived = [...new Set(rows.filter(({ kind }) => kind === 'candles').flatMap((report) => report.derived))]
  if (json) out(JSON.stringify({ files: outcomes, rows: sum('rows'), accepted: sum('accepted'), added: sum('added'), unchanged: sum('unchanged'), corrected: sum('corrected'), derived, cancelled: cancelled() }))
  else {
    out(`${outcomes.length} of ${files} files: ${sum('accepted')} of ${sum('rows')} rows taken; ${sum('added')} new, ${sum('unchanged')} unchanged, ${sum('corrected')} corrected`)
    if (derived.length > 0) out(derivedText(derived))
  }
  if (cancelled()) error('stopped: what was read is kept, and the same command goes on')
}
