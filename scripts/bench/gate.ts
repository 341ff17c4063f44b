import { judge } from '../../src-main/training/gate/judge.ts'
import { overfittingByCscv } from '../../src-main/statistics/overfitting.ts'
import { below, median, type BenchResult, type Figures } from './figures.ts'
import { evidenceOf, type Recipes } from './gate-recipes.ts'

const TRIALS = 50
const SEEDS = 100
const VERDICT_SECONDS_MOST = 5

interface Market extends Recipes {
  /** True Sharpe ratio of all recipes. */
  readonly annual: number
  /** Whether the best of them is judged, as a person would choose. */
  readonly best: boolean
}

const NEAR = { days: 730, alike: 0.8, count: 16, best: false }
const MARKETS: Readonly<Record<string, Market>> = {
  'nothing': { ...NEAR, annual: 0 },
  'nothing, the best of 16': { ...NEAR, annual: 0, best: true },
  'nothing, the best of 50 strangers': { ...NEAR, annual: 0, alike: 0, count: 50, best: true },
  '1.2 a year': { ...NEAR, annual: 1.2 },
  '3 a year': { ...NEAR, annual: 3 },
  '6 a year': { ...NEAR, annual: 6 },
  '6 a year, recipes nearly the same': { ...NEAR, annual: 6, alike: 0.98 },
  '3 a year, 13 months': { ...NEAR, annual: 3, days: 395 },
  '6 a year, 13 months': { ...NEAR, annual: 6, days: 395 },
}

/** What a full verdict takes, and what the gate says of Gaussian recipes whose truth is known. */
export function benchGate(): Promise<BenchResult> {
  const evidence = evidenceOf(1, 3, { count: TRIALS })
  const seconds = median(Array.from({ length: 5 }, () => secondsOf(() => judge(evidence))))
  const verdicts = Object.fromEntries(Object.entries(MARKETS).map(([name, market]) => [name, verdictsOf(market)]))
  return Promise.resolve({
    name: 'gate',
    figures: { trials: TRIALS, days: evidence.days.net.length, verdictSeconds: seconds, seeds: SEEDS, verdicts },
    targets: [below(`full verdict on ${TRIALS} trials`, seconds, VERDICT_SECONDS_MOST, 's')],
  })
}

function secondsOf(work: () => unknown): number {
  const begun = performance.now()
  work()
  return (performance.now() - begun) / 1_000
}

function verdictsOf({ annual, ...market }: Market): Figures {
  const judged = Array.from({ length: SEEDS }, (_, seed) => {
    const evidence = evidenceOf(seed + 1, annual, market)
    const plain = overfittingByCscv(evidence.trials.map(({ days }) => days!.net), 12).pbo
    return { verdict: judge(evidence), plain }
  })
  const share = (is: (one: (typeof judged)[number]) => boolean): number => judged.filter(is).length / SEEDS
  const overfitting = judged.map(({ verdict }) => verdict.criteria.find(({ name }) => name === 'overfitting')!.value!)
  return {
    proven: share(({ verdict }) => verdict.verdict === 'proven'),
    notProven: share(({ verdict }) => verdict.verdict === 'not-proven'),
    timeKnown: share(({ verdict }) => verdict.verdict === 'not-proven' && verdict.daysMissing !== null),
    rejected: share(({ verdict }) => verdict.verdict === 'rejected'),
    sharpeProvable: median(judged.map(({ verdict }) => verdict.sharpeProvable!)),
    overfittingMedian: median(overfitting),
    overfittingPasses: overfitting.filter((value) => value <= 0.2).length / SEEDS,
    overfittingAboveEight: overfitting.filter((value) => value > 0.8).length / SEEDS,
    overfittingAboveHalf: overfitting.filter((value) => value > 0.5).length / SEEDS,
    overfittingWithoutTwins: median(judged.map(({ plain }) => plain)),
    withoutTwinsPasses: judged.filter(({ plain }) => plain <= 0.2).length / SEEDS,
  }
}
