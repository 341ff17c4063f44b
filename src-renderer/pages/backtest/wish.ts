import { SWEEP_MAX, type BacktestWish, type ParameterOption, type StrategyOption, type SweepWish } from '../../../src-shared/contract/backtest-report.ts'
import type { BacktestChoice, VaryChoice } from '../../stores/backtest-choice-store.ts'
import { changedOf, chosenOf, numberIn, wholeUpTo, type Known } from '../recipe/span.ts'

export const RIVALS_MAX = 100
const SEED_MAX = 2 ** 31 - 1
const VALUES_MAX = 64

/** What the fields come to, or what is missing: a key of texts, with the parameter it is about. */
export type Wished =
  | { readonly wish: BacktestWish; readonly vary: SweepWish['vary']; readonly problem: undefined }
  | { readonly problem: 'archive' | 'strategy' | 'instruments' | 'span' | 'seed' | 'rivals' | 'vary' | 'too-many' }
  | { readonly problem: 'value'; readonly parameter: ParameterOption }

/** Those that can differ with the chosen policy: what a model was fitted on cannot change under it. */
export const parametersOf = ({ policyId }: Pick<BacktestChoice, 'policyId'>, { parameters }: StrategyOption): readonly ParameterOption[] => parameters.filter(({ only }) => !only || only.includes(policyId))

export function wished(choice: BacktestChoice, known: Known): Wished {
  const chosen = chosenOf(choice, known)
  if (chosen.problem !== undefined) return chosen
  const { strategy, instruments, from, to } = chosen
  const seed = wholeUpTo(choice.seed, SEED_MAX)
  if (seed === undefined) return { problem: 'seed' }
  const rivals = choice.kind === 'sweep' ? 0 : wholeUpTo(choice.rivals, RIVALS_MAX)
  if (rivals === undefined) return { problem: 'rivals' }
  const parameters = parametersOf(choice, strategy)
  const changed = changedOf(choice, parameters)
  if (changed.problem !== undefined) return changed
  return withVary(choice, parameters, { strategyId: strategy.strategyId, instruments, from, to, policyId: choice.policyId, seed, rivals, changes: changed.changes })
}

function withVary({ kind, vary }: BacktestChoice, parameters: readonly ParameterOption[], wish: BacktestWish): Wished {
  if (kind === 'run') return { wish, vary: {}, problem: undefined }
  const wanted: Record<string, readonly number[]> = {}
  for (const { name, values } of vary) {
    const parameter = parameters.find((option) => option.name === name)
    if (!parameter) continue
    const list = valuesIn(values, parameter)
    if (!list) return { problem: 'value', parameter }
    wanted[name] = list
  }
  if (Object.keys(wanted).length === 0) return { problem: 'vary' }
  return combinationsOf(wanted) > SWEEP_MAX ? { problem: 'too-many' } : { wish, vary: wanted, problem: undefined }
}

/** How many back-tests a sweep is. */
export const combinationsOf = (vary: SweepWish['vary']): number => Object.values(vary).reduce((product, values) => product * values.length, 1)

/** '0.02, 0.04' → [0.02, 0.04]: each once, ascending. Undefined: none, too many, or one that is no number within the range. */
export function valuesIn(text: string, parameter: ParameterOption): readonly number[] | undefined {
  const values = text.split(/[,;\s]+/).filter(Boolean).map((part) => numberIn(part, parameter))
  if (values.length === 0 || values.length > VALUES_MAX || values.includes(undefined)) return undefined
  return [...new Set(values as number[])].toSorted((a, b) => a - b)
}

/** Five values around the strategy's own, within the range, to begin a sweep with. */
export function proposedValues({ value, least, most, isWhole }: ParameterOption): VaryChoice['values'] {
  const steps = [0.5, 0.75, 1, 1.5, 2].map((factor) => (value === 0 ? (most - least) * (factor - 0.5) * 0.2 : value * factor))
  const kept = steps.map((step) => (isWhole ? Math.round(step) : Number(step.toPrecision(3)))).map((step) => Math.min(most, Math.max(least, step)))
  return [...new Set(kept)].join(', ')
}
