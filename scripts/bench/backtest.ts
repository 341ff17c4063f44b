import { loadavg } from 'node:os'
import type { Kind } from './backtest-kinds.ts'
import { archiveMarket, type ArchivedMarket } from './backtest-market.ts'
import { prepareTrees } from './backtest-trees.ts'
import { BacktestProcess } from './backtest-process.ts'
import { Rival, type RivalRun } from './backtest-rival.ts'
import { sweepSpeed } from './backtest-sweep.ts'
import type { Answer } from './backtest-worker.ts'
import { atLeast, atMost, median, type BenchResult, type Figures, type Target } from './figures.ts'
import { inFolder } from './workplace.ts'

const RUNS = 5
/** Each takes most of a minute, and hardly any of it is our own code that would have to become warm. */
const SCORED_RUNS = 2
const SWEEP_RUNS = 3
const RIVAL_RATIO = 1
const FULL_PER_SECOND = 100_000
const SCORED_PER_SECOND = 8_000
const SWEEP_FASTER = 1.7
const PEAK_MB = 400

/** How many recorded candles a second go through the whole engine, where the time goes, and what a second core adds. */
export function benchBacktest(): Promise<BenchResult> {
  return inFolder(async (home) => {
    const market = await archiveMarket(home)
    console.log(`${market.candles.toLocaleString('en')} ${market.origin} five-minute candles of ${market.instruments.join(', ')}${market.origin === 'invented' ? ' (the recorded ones are not here: HAETAE_TEST_DATA says where they are)' : ''}; load ${load()}`)
    const bare = await benchBare(market)
    const full = await measured('full', market, RUNS)
    const hashed = await measured('full', market, RUNS, { hash: true })
    await prepareTrees(market)
    const scored = await measured('scored', market, SCORED_RUNS)
    const sweep = await sweepSpeed(market, SWEEP_RUNS)
    console.log(`sweep of ${sweep.configurations} configurations: two workers ${sweep.faster.toFixed(2)} times as fast as one by the clock, ${sweep.fasterAlone.toFixed(2)} by processor time; load ${load()}`)
    return {
      name: 'backtest',
      figures: { origin: market.origin, candles: market.candles, bare: bare.figures, full: full.figures, hashed: hashed.figures, scored: scored.figures, sweep: { ...sweep } },
      targets: [
        ...bare.targets,
        atLeast('all features, every decision kept, processor time', full.perCpuSecond, FULL_PER_SECOND, 'candles/s'),
        atLeast('ten models of 500 trees, processor time', scored.perCpuSecond, SCORED_PER_SECOND, 'candles/s'),
        atLeast('sweep on two cores against one, by the clock', sweep.faster, SWEEP_FASTER, 'times'),
        atMost('resident memory at its highest', Math.max(full.peakMb, scored.peakMb), PEAK_MB, 'MB'),
      ],
    }
  })
}

const load = (): string => (loadavg()[0] ?? 0).toFixed(1)

interface Measured {
  readonly perCpuSecond: number
  readonly peakMb: number
  readonly figures: Figures
}

/** One run that is not counted where it differs, so many that are, and one to see where the time goes, all in one process. */
async function measured(kind: Kind, market: ArchivedMarket, runs: number, order: { readonly hash?: boolean } = {}): Promise<Measured> {
  const process = new BacktestProcess(kind, market)
  try {
    if (kind !== 'scored') await process.run(order)
    const answers: Answer[] = []
    for (let run = 0; run < runs; run++) answers.push(await process.run(order))
    return told(order.hash ? `${kind}, every decision hashed` : kind, market, answers, (await process.run({ ...order, profiled: true })).stages ?? {})
  } finally {
    process.stop()
  }
}

function told(name: string, { candles }: ArchivedMarket, answers: readonly Answer[], stages: Figures): Measured {
  const perSecond = (of: (answer: Answer) => number): number => (1_000 * candles) / median(answers.map(of))
  const { trades, decisions, kept } = answers[0]!
  const [perClockSecond, perCpuSecond] = [perSecond(({ wallMs }) => wallMs), perSecond(({ cpuMs }) => cpuMs)]
  const peakMb = Math.max(...answers.map((answer) => answer.peakMb))
  console.log(`${name}: ${rate(perClockSecond)} by the clock, ${rate(perCpuSecond)} of processor time (medians of ${answers.length} runs); ${decisions} decisions, ${kept} kept, ${trades} trades, ${peakMb.toFixed(0)} MB at most; load ${load()}`)
  console.log(`  of its time: ${Object.entries(stages).map(([stage, part]) => `${stage} ${(100 * Number(part)).toFixed(0)} %`).join(', ')}`)
  return { perCpuSecond, peakMb, figures: { perClockSecond, perCpuSecond, peakMb, trades, decisions, stages } }
}

const rate = (value: number): string => `${Math.round(value).toLocaleString('en')} candles/s`

/** The bare rule, in turn with backtesting.py where it is there, so that both meet the same busy moments. */
async function benchBare(market: ArchivedMarket): Promise<{ readonly figures: Figures; readonly targets: readonly Target[] }> {
  const rival = await Rival.start(market)
  const process = new BacktestProcess('bare', market)
  try {
    await process.run()
    if (typeof rival !== 'string') await rival.run()
    const pairs: { readonly ours: Answer; readonly theirs: RivalRun | undefined }[] = []
    for (let run = 0; run < RUNS; run++) pairs.push({ ours: await process.run(), theirs: typeof rival === 'string' ? undefined : await rival.run() })
    const { figures } = told('bare rule', market, pairs.map(({ ours }) => ours), (await process.run({ profiled: true })).stages ?? {})
    if (typeof rival === 'string') {
      console.log(`  backtesting.py: not compared, ${rival}`)
      return { figures, targets: [] }
    }
    const theirs = pairs.flatMap((pair) => (pair.theirs ? [pair.theirs] : []))
    const ratio = median(pairs.flatMap((pair) => (pair.theirs ? [pair.theirs.cpuMs / pair.ours.cpuMs] : [])))
    const rivalPerCpuSecond = (1_000 * market.candles) / median(theirs.map(({ cpuMs }) => cpuMs))
    console.log(`  backtesting.py ${rival.version}: ${rate(rivalPerCpuSecond)} of processor time without its statistics, ${theirs[0]!.trades} trades; ours is ${ratio.toFixed(2)} times as fast (median of ${RUNS} pairs)`)
    return { figures: { ...figures, rivalPerCpuSecond, rivalVersion: rival.version, ratio }, targets: [atLeast('bare rule against backtesting.py, processor time', ratio, RIVAL_RATIO, 'times')] }
  } finally {
    process.stop()
    if (typeof rival !== 'string') rival.stop()
  }
}
