import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import type { FeatureTable } from '../../src-main/features/feature-table.ts'
import { EVERYTHING, market, streamSpeed, tableSpeed, type Market } from './feature-speed.ts'
import { atLeast, atMost, below, type BenchResult } from './figures.ts'
import { PYTHON } from './python.ts'
import { medianTimes, type Times } from './stopwatch.ts'
import { inFolder, ROOT } from './workplace.ts'

const CANDLES = 1_000_000
const STREAMED = 100_000
const RUNS = 7
/** Five million candles a second. */
const TABLE_MS = 200
const STREAM_US = 2
const PANDAS_RATIO = 5

/** How long features take: one candle at a time, and a million at once; and pandas beside it where there is one. */
export async function benchFeatures(): Promise<BenchResult> {
  const million = market(CANDLES)
  const stream = streamSpeed(EVERYTHING, million, { candles: STREAMED, runs: RUNS })
  const { reused, fresh, table } = tableSpeed(EVERYTHING, million, RUNS)
  const inputs = tableSpeed(FEATURE_SET_V1, million, RUNS)
  const rows = table.openTimes.length
  const perSecond = ({ wall, cpu }: Times): string => `${wall.toFixed(0)} ms by the clock, ${cpu.toFixed(0)} ms of processor time, ${(rows / cpu / 1_000).toFixed(2)} M candles in a second of it`
  console.log(`one candle at a time, all ${EVERYTHING.length} features: ${stream.wall.toFixed(2)} µs by the clock, ${stream.cpu.toFixed(2)} µs of processor time (medians of ${RUNS} runs)`)
  console.log(`${CANDLES.toLocaleString('en')} candles at once, ${rows.toLocaleString('en')} rows, all ${EVERYTHING.length} features and BTC's regime: ${perSecond(reused)}; into new memory: ${perSecond(fresh)}`)
  console.log(`  the ${FEATURE_SET_V1.length} inputs of models alone: ${perSecond(inputs.reused)}; into new memory: ${perSecond(inputs.fresh)}`)
  const pandas = await inFolder(async (folder) => pandasTimes(folder, million, table))
  return {
    name: 'features',
    figures: { streamUs: { ...stream }, tableMs: { ...reused }, tableNewMemoryMs: { ...fresh }, inputsMs: { ...inputs.reused }, inputsNewMemoryMs: { ...inputs.fresh }, ...(pandas ? { pandasMs: { ...pandas } } : {}) },
    targets: [
      below('one candle, all features, processor time', stream.cpu, STREAM_US, 'µs'), atMost('a million candles, all features, processor time', reused.cpu, TABLE_MS, 'ms'),
      ...(pandas ? [atLeast('the same against pandas, processor time', pandas.cpu / reused.cpu, PANDAS_RATIO, 'times')] : []),
    ],
  }
}

interface PandasAnswer {
  readonly version: string
  /** Of each run, in milliseconds. */
  readonly runs: readonly Times[]
  readonly last: Readonly<Record<string, number>>
}

/** The same by pandas on the same candles, and how far its last row is from ours. */
function pandasTimes(folder: string, { series, funding }: Market, table: FeatureTable): Times | undefined {
  const columns = { closeTime: series.closeTime, high: series.high, low: series.low, close: series.close, volume: series.volume, fundingTime: Float64Array.from(funding, ({ fundingTime }) => fundingTime), rate: Float64Array.from(funding, ({ rate }) => rate) }
  for (const [name, column] of Object.entries(columns)) writeFileSync(join(folder, `${name}.f64`), column)
  const ended = spawnSync(PYTHON, [join(ROOT, 'scripts/bench/features-pandas.py'), folder, '3'], { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
  if (ended.status !== 0) {
    const why = ended.error ? `there is no ${PYTHON}` : (ended.stderr.trim().split('\n').at(-1) ?? '')
    console.log(`  pandas: not compared, ${why}`)
    return undefined
  }
  const { version, runs, last } = JSON.parse(ended.stdout) as PandasAnswer
  const apart = EVERYTHING.map((name, place) => Math.abs(last[name]! - table.values[place]!.at(-1)!) / Math.max(1, Math.abs(last[name]!)))
  const times = medianTimes(runs)
  console.log(`  pandas ${version}: ${times.wall.toFixed(0)} ms by the clock, ${times.cpu.toFixed(0)} ms of processor time (without beginning averages anew each day); its last row is at most ${Math.max(...apart).toExponential(0)} from ours, relative`)
  return times
}
