import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOUR_MS } from '../../src-shared/domain/units.ts'
import { labelColumns, walkBarriers, type LabelColumns } from '../../src-main/labels/label-columns.ts'
import { atLeast, below, type BenchResult } from './figures.ts'
import { labelMarket, type LabelMarket } from './label-market.ts'
import { PYTHON } from './python.ts'
import { medianTimes, timed, type Times } from './stopwatch.ts'
import { inFolder, ROOT } from './workplace.ts'

const CANDLES = 100_000
const RUNS = 25
const WARM_UP = 10
const MOST_MS = 15
const HORIZON_RATIO = 1.5
/** How many rows the loop over a data frame is given: all would take minutes. */
const FRAME_ROWS = 1_500
const FRAME_RATIO = 100
const SPEC = { barrierIntervalMs: HOUR_MS, barrierAtrWindow: 14, takeProfitAtr: 2, stopAtr: 1, horizon: 48 }
const COSTS = { fees: 0.001, slippage: 0.0004 }

/** How long labels take: all columns of both sides, at a horizon a hundred times as long, and a loop over the rows of a data frame beside it. */
export async function benchLabels(): Promise<BenchResult> {
  const market = labelMarket(CANDLES)
  const parts = { costs: COSTS, settlements: market.settlements }
  let labels = labelColumns(market.candles, SPEC, parts)
  const all = speed(() => void (labels = labelColumns(market.candles, SPEC, parts)))
  const marked = speed(() => labelColumns(market.candles, SPEC, { ...parts, marks: market.candles }))
  // Barriers that no price reaches: only the horizon ends a trade.
  const untouched = (horizon: number): Times => speed(() => walkBarriers(market.candles, { ranges: market.candles.close, takeProfit: 10, stop: 10, horizon }, parts))
  const [short, long] = [untouched(48), untouched(4_800)]
  const perSecond = ({ cpu }: Times): string => `${(CANDLES / cpu / 1_000).toFixed(1)} M candles in a second of processor time`
  console.log(`${CANDLES.toLocaleString('en')} candles, both sides, all ${2 * Object.keys(labels.long).length + 3} columns: ${text(all)}, ${perSecond(all)}; judged by mark candles: ${text(marked)} (medians of ${RUNS} runs)`)
  console.log(`  barriers that nothing touches: horizon of 48 candles ${text(short)}, of 4,800 candles ${text(long)}`)
  const frame = await inFolder(async (folder) => frameTimes(folder, market, labels))
  return {
    name: 'labels',
    figures: { columnsMs: { ...all }, markedMs: { ...marked }, horizon48Ms: { ...short }, horizon4800Ms: { ...long }, ...(frame ? { frameMs: { ...frame } } : {}) },
    targets: [
      below('100,000 candles, both sides, all columns, processor time', all.cpu, MOST_MS, 'ms'),
      below('a horizon of 4,800 candles against 48, nothing touched, processor time', long.cpu / short.cpu, HORIZON_RATIO, 'times'),
      ...(frame ? [atLeast('the same against a loop over the rows of a data frame, processor time', frame.cpu / all.cpu, FRAME_RATIO, 'times')] : []),
    ],
  }
}

/** After some in which the compiler works on other threads, which count as processor time too. */
const speed = (work: () => unknown): Times => medianTimes(Array.from({ length: WARM_UP + RUNS }, () => timed(work)).slice(WARM_UP))
const text = ({ wall, cpu }: Times): string => `${wall.toFixed(1)} ms by the clock, ${cpu.toFixed(1)} ms of processor time`

interface FrameAnswer {
  readonly version: string
  readonly took: Times
  readonly rows: number
  readonly first: number
  readonly outcome: readonly number[]
  readonly gross: readonly number[]
}

/** The first touches of some rows by a loop over a pandas frame, for as many rows as ours are; it has no costs, funding or horizons to keep. */
function frameTimes(folder: string, { candles }: LabelMarket, { long, short, atrShare }: LabelColumns): Times | undefined {
  const { open, high, low, close } = candles
  for (const [name, column] of Object.entries({ open, high, low, close, range: atrShare.map((share, place) => share * close[place]!) })) writeFileSync(join(folder, `${name}.f64`), column)
  const ended = spawnSync(PYTHON, [join(ROOT, 'scripts/bench/labels-pandas.py'), folder, String(FRAME_ROWS), String((SPEC.horizon * HOUR_MS) / candles.stepMs)], { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
  if (ended.status !== 0) {
    const why = ended.error ? `there is no ${PYTHON}` : (ended.stderr.trim().split('\n').at(-1) ?? '')
    console.log(`  a data frame: not compared, ${why}`)
    return undefined
  }
  const { version, took, rows, first, outcome, gross } = JSON.parse(ended.stdout) as FrameAnswer
  const ours = (place: number): readonly [number, number] => (place < rows ? [long.outcome[first + place]!, long.gross[first + place]!] : [short.outcome[first + place - rows]!, short.gross[first + place - rows]!])
  const differing = outcome.filter((one, place) => one !== ours(place)[0] || Math.abs(gross[place]! - ours(place)[1]) > 1e-12).length
  const scale = CANDLES / rows
  const times = { wall: scale * took.wall, cpu: scale * took.cpu }
  console.log(`  pandas ${version}, row by row: ${text(took)} for ${rows.toLocaleString('en')} rows and both sides, so ${(times.cpu / 1_000).toFixed(0)} s for all; ${differing} of its ${outcome.length.toLocaleString('en')} labels differ from ours`)
  return times
}
