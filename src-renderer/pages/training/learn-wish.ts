import type { ParameterOption } from '../../../src-shared/contract/backtest-report.ts'
import type { LearnWish } from '../../../src-shared/contract/evaluation-views.ts'
import type { LearnKind } from '../../../src-shared/contract/workstation-views.ts'
import type { BacktestChoice } from '../../stores/backtest-choice-store.ts'
import type { LearnChoice } from '../../stores/learn-choice-store.ts'
import { changedOf, chosenOf, wholeUpTo, type Known } from '../recipe/span.ts'

const MINUTE_MS = 60_000
const SCALES_MAX = 12
const EVERY_MAX = 10_000
const FOLDS_MAX = 20
const SEEDS_MAX = 20

/** What the fields come to, or what is missing: a key of texts. */
export type WishedLearning =
  | { readonly wanted: LearnWish; readonly problem: undefined }
  | { readonly problem: 'archive' | 'strategy' | 'instruments' | 'span' | 'scales' | 'horizons' | 'costs' | 'cusum' | 'every' | 'folds' | 'seeds' }
  | { readonly problem: 'value'; readonly parameter: ParameterOption }

type Part = { readonly part: Omit<LearnWish['wish'], 'strategyId' | 'instruments' | 'from' | 'to' | 'changes'> } | { readonly problem: 'scales' | 'horizons' | 'costs' | 'cusum' | 'every' | 'folds' | 'seeds' }

export function wishedLearning(kind: LearnKind, { choice, own, known }: { readonly choice: BacktestChoice; readonly own: LearnChoice; readonly known: Known }): WishedLearning {
  const chosen = chosenOf(choice, known)
  if (chosen.problem !== undefined) return chosen
  const { strategy, instruments, from, to } = chosen
  // Models are fitted anew, so what they are fitted on may differ, too.
  const changed = changedOf(choice, strategy.parameters)
  if (changed.problem !== undefined) return changed
  const found = PARTS[kind](own)
  if ('problem' in found) return found
  const wish = { strategyId: strategy.strategyId, instruments, from, to, changes: changed.changes, ...found.part }
  return { wanted: { kind, wish } as LearnWish, problem: undefined }
}

const PARTS: Readonly<Record<LearnKind, (own: LearnChoice) => Part>> = {
  feasibility: ({ scales, horizons, costs }) => {
    const [minutes, candles, percents] = [numbersIn(scales, { least: 1, most: 10_080, whole: true }), numbersIn(horizons, { least: 1, most: 10_000, whole: true }), costs.trim() === '' ? [] : numbersIn(costs, { least: 0, most: 10, whole: false })]
    if (!minutes) return { problem: 'scales' }
    if (!candles) return { problem: 'horizons' }
    return percents ? { part: { barrierIntervalsMs: minutes.map((each) => each * MINUTE_MS), horizons: candles, costs: percents.map((each) => each / 100) } } : { problem: 'costs' }
  },
  labels: ({ cusum }) => {
    const value = deviations(cusum)
    return value === undefined ? { problem: 'cusum' } : { part: { cusum: value } }
  },
  dataset: ({ every }) => {
    const value = wholeUpTo(every, EVERY_MAX)
    return value ? { part: { every: value } } : { problem: 'every' }
  },
  evaluation: ({ every, cusum, folds, seeds }) => {
    const moved = deviations(cusum)
    const [step, parts, spread] = [wholeUpTo(every, EVERY_MAX), wholeUpTo(folds, FOLDS_MAX), wholeUpTo(seeds, SEEDS_MAX)]
    if (!step) return { problem: 'every' }
    if (moved === undefined) return { problem: 'cusum' }
    if (!parts || parts < 2) return { problem: 'folds' }
    return spread ? { part: { learner: 'linear', parameters: {}, every: step, cusum: moved, folds: parts, seeds: spread } } : { problem: 'seeds' }
  },
}

/** Null for nothing, undefined for what cannot be meant. */
function deviations(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const value = Number(text)
  return value > 0 && value <= 1_000 ? value : undefined
}

/** '5, 15, 60' → [5, 15, 60]: each once, ascending. Undefined: none, too many, or one that cannot be meant. */
function numbersIn(text: string, { least, most, whole }: { readonly least: number; readonly most: number; readonly whole: boolean }): readonly number[] | undefined {
  const values = text.split(/[,;\s]+/).filter(Boolean).map(Number)
  if (values.length === 0 || values.length > SCALES_MAX || !values.every((value) => value >= least && value <= most && (!whole || Number.isInteger(value)))) return undefined
  return [...new Set(values)].toSorted((a, b) => a - b)
}
