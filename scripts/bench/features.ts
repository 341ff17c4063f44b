import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import type { FeatureTable } from '../../src-main/features/feature-table.ts'
import { EVERYTHING, market, streamSpeed, tableSpeed, type Market } from './feature-speed.ts'
import { atMost, below, median, type BenchResult, type Figures } from './figures.ts'
import { PYTHON } from './python.ts'
import { inFolder, ROOT } from './workplace.ts'

const CANDLES = 1_000_000
const STREAMED = 100_000
const RUNS = 7
/** Five million candles a second. */
const TABLE_MS = 200
const STREAM_US = 2

/** How long features take: one candle at a time, and a million at once; and pandas beside it where there is one. */
export async function benchFeatures(): Promise<BenchResult> {
  const million = market(CANDLES)
  const streamUs = streamSpeed(EVERYTHING, million, { candles: STREAMED, runs: RUNS })
  const { reusedMs, newMs, table } = tableSpeed(EVERYTHING, million, RUNS)
  const inputs = tableSpeed(FEATURE_SET_V1, million, RUNS)
  const rows = table.openTimes.length
  const perSecond = (ms: number): string => `${ms.toFixed(0)} ms, ${(rows / ms / 1_000).toFixed(2)} M candles/s`
  console.log(`one candle at a time, all ${EVERYTHING.length} features: ${streamUs.toFixed(2)} µs (medians of ${RUNS} runs)`)
  console.log(`${CANDLES.toLocaleString('en')} candles at once, ${rows.toLocaleString('en')} rows, all ${EVERYTHING.length} features and BTC's regime: ${perSecond(reusedMs)}; into new memory: ${perSecond(newMs)}`)
  console.log(`  the ${FEATURE_SET_V1.length} inputs of models alone: ${perSecond(inputs.reusedMs)}; into new memory: ${perSecond(inputs.newMs)}`)
  const pandas = await inFolder(async (folder) => pandasFigures(folder, million, table))
  return {
    name: 'features',
    figures: { streamUs, tableMs: reusedMs, tableNewMemoryMs: newMs, inputsMs: inputs.reusedMs, inputsNewMemoryMs: inputs.newMs, ...pandas },
    targets: [below('one candle, all features', streamUs, STREAM_US, 'µs'), atMost('a million candles, all features', reusedMs, TABLE_MS, 'ms')],
  }
}

interface PandasAnswer {
  readonly version: string
  readonly ms: readonly number[]
  readonly last: Readonly<Record<string, number>>
}

/** The same by pandas on the same candles, and how far its last row is from ours. */
function pandasFigures(folder: string, { series, funding }: Market, table: FeatureTable): Figures {
  const columns = { closeTime: series.closeTime, high: series.high, low: series.low, close: series.close, volume: series.volume, fundingTime: Float64Array.from(funding, ({ fundingTime }) => fundingTime), rate: Float64Array.from(funding, ({ rate }) => rate) }
  for (const [name, column] of Object.entries(columns)) writeFileSync(join(folder, `${name}.f64`), column)
  const ended = spawnSync(PYTHON, [join(ROOT, 'scripts/bench/features-pandas.py'), folder, '3'], { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
  if (ended.status !== 0) {
    const why = ended.error ? `there is no ${PYTHON}` : (ended.stderr.trim().split('\n').at(-1) ?? '')
    console.log(`  pandas: not compared, ${why}`)
    return {}
  }
  const { version, ms, last } = JSON.parse(ended.stdout) as PandasAnswer
  const apart = EVERYTHING.map((name, place) => Math.abs(last[name]! - table.values[place]!.at(-1)!) / Math.max(1, Math.abs(last[name]!)))
  const pandasMs = median(ms)
  console.log(`  pandas ${version}: ${pandasMs.toFixed(0)} ms (without beginning averages anew each day); its last row is at most ${Math.max(...apart).toExponential(0)} from ours, relative`)
  return { pandasMs, pandasVersion: version }
}
