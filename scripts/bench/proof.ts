import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { atLeast, atMost, median, type BenchResult, type Target } from './figures.ts'
import { edgeTruth } from './proof-truth.ts'
import { PLANTED_STRENGTH, PROOF_MARKETS, proofRun, WEAK_STRENGTH, type ProofKind, type ProofRow } from './proof-run.ts'
import { inFolder, ROOT } from './workplace.ts'

const KINDS: readonly ProofKind[] = ['null', 'planted', 'weak']
const TRUTH_YEARS = 20
const SHARPE_LEAST = 6

/**
 * Whether the gate refuses luck and lets pass what is there: whole evaluations of invented markets, one for each seed. Rows go to a file, and those that
 * are there are not made again, so it can be stopped, gone on with, and shared among processes.
 *   npm run bench -- proof --kind null --seeds 1-100 [--file FILE]
 *   npm run bench -- proof --truth                    the true annual Sharpe ratios of the planted edges
 */
export async function benchProof(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({ args: [...args], options: { kind: { type: 'string' }, seeds: { type: 'string' }, file: { type: 'string' }, truth: { type: 'boolean' } } })
  if (values.truth) return truth()
  const kinds = values.kind === undefined ? KINDS : KINDS.filter((kind) => kind === values.kind)
  if (kinds.length === 0) throw new RangeError(`--kind takes one of ${KINDS.join(', ')}`)
  const seeds = seedsOf(values.seeds ?? '1-5')
  const file = resolve(values.file ?? join(ROOT, '.tsc/proof.jsonl'))
  for (const kind of kinds) for (const seed of seeds) await once(file, kind, seed)
  const rows = rowsIn(file).filter((row) => kinds.includes(row.kind) && seeds.includes(row.seed) && isOfThisProof(row))
  return { name: 'proof', figures: Object.fromEntries(kinds.map((kind) => [kind, figuresOf(rows.filter((row) => row.kind === kind))])), targets: kinds.flatMap((kind) => targetsOf(kind, rows.filter((row) => row.kind === kind))) }
}

/** 'A-B' or one number. */
function seedsOf(text: string): readonly number[] {
  const [, first = '', last = first] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? []
  const [from, to] = [Number(first), Number(last)]
  if (first === '' || to < from) throw new RangeError(`--seeds takes numbers such as 1-100, not "${text}"`)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

async function once(file: string, kind: ProofKind, seed: number): Promise<void> {
  if (rowsIn(file).some((row) => row.kind === kind && row.seed === seed && isOfThisProof(row))) return
  const row = await inFolder((home) => proofRun(home, kind, seed))
  appendFileSync(file, `${JSON.stringify(row)}\n`)
  console.log(`${kind} ${seed}: ${row.verdict}, ${row.trades} trades, annual Sharpe ${row.sharpeAnnual?.toFixed(2) ?? '-'}, ${row.daysMissing === null ? 'no time can be said' : `${row.daysMissing} days missing`}, ${row.seconds.toFixed(1)} s [${row.reasons.join(', ')}]`)
}

const isOfThisProof = ({ kind, edgeStrength }: ProofRow): boolean => edgeStrength === PROOF_MARKETS[kind].edgeStrength

const rowsIn = (file: string): readonly ProofRow[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as ProofRow) : [])

function figuresOf(rows: readonly ProofRow[]): BenchResult['figures'] {
  const count = (verdict: ProofRow['verdict']): number => rows.filter((row) => row.verdict === verdict).length
  const finite = rows.flatMap(({ verdict, daysMissing }) => (verdict === 'not-proven' && daysMissing !== null ? [daysMissing] : []))
  const sharpes = rows.flatMap(({ sharpeAnnual }) => (sharpeAnnual === null ? [] : [sharpeAnnual]))
  return {
    runs: rows.length, proven: count('proven'), notProven: count('not-proven'), withTime: finite.length, rejected: count('rejected'),
    ...(finite.length > 0 ? { daysMissing: median(finite) } : {}), ...(sharpes.length > 0 ? { sharpeAnnual: median(sharpes) } : {}), secondsEach: median(rows.map(({ seconds }) => seconds)),
  }
}

function targetsOf(kind: ProofKind, rows: readonly ProofRow[]): readonly Target[] {
  const proven = rows.filter(({ verdict }) => verdict === 'proven').length
  if (kind === 'null') return [atMost(`proven of ${rows.length} markets of nothing`, proven, Math.max(1, Math.floor(rows.length / 100)), 'runs')]
  if (kind === 'planted') return [atLeast(`proven of ${rows.length} markets with the planted edge`, proven / rows.length, 0.95, 'of 1')]
  const timed = rows.filter(({ verdict, daysMissing }) => verdict === 'not-proven' && daysMissing !== null).length
  return [atLeast(`not proven yet, with a time, of ${rows.length} markets with a fifth of the edge`, timed / rows.length, 0.5, 'of 1')]
}

async function truth(): Promise<BenchResult> {
  const [planted, weak] = [await inFolder((home) => edgeTruth(home, PLANTED_STRENGTH, TRUTH_YEARS)), await inFolder((home) => edgeTruth(home, WEAK_STRENGTH, TRUTH_YEARS))]
  return { name: 'proof', figures: { planted: { ...planted }, weak: { ...weak } }, targets: [atLeast('true annual Sharpe ratio of the planted edge', planted.sharpeAnnual, SHARPE_LEAST, 'a year')] }
}
