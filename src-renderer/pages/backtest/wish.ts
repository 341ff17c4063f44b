import { SWEEP_MAX, type BacktestWish, type ParameterOption, type StrategyOption, type SweepWish } from '../../../src-shared/contract/backtest-report.ts'
import { spanOf } from '../../panels/archive/span.ts'
import type { ArchivedInstrument } from '../../stores/archived.ts'
import type { BacktestChoice, VaryChoice } from '../../stores/backtest-choice-store.ts'

export const INSTRUMENTS_MAX = 50
export const RIVALS_MAX = 100
const SEED_MAX = 2 ** 31 - 1
const VALUES_MAX = 64

/** What the fields come to, or what is missing: a key of texts, with the parameter it is about. */
export type Wished =
  | { readonly wish: BacktestWish; readonly vary: SweepWish['vary']; readonly problem: undefined }
  | { readonly problem: 'archive' | 'strategy' | 'instruments' | 'span' | 'seed' | 'rivals' | 'vary' | 'too-many' }
  | { readonly problem: 'value'; readonly parameter: ParameterOption }

interface Known {
  readonly archive: readonly ArchivedInstrument[] | undefined
  readonly strategies: readonly StrategyOption[] | undefined
}

/** Those that can differ with the chosen policy: what a model was fitted on cannot change under it. */
export const parametersOf = ({ policyId }: Pick<BacktestChoice, 'policyId'>, { parameters }: StrategyOption): readonly ParameterOption[] => parameters.filter(({ only }) => !only || only.includes(policyId))

export const strategyOf = ({ strategyId }: Pick<BacktestChoice, 'strategyId'>, strategies: readonly StrategyOption[] = []): StrategyOption | undefined =>
  strategies.find((option) => option.strategyId === strategyId) ?? strategies[0]

/** Those that are chosen and archived; without a choice all, as many as one run takes. */
export function chosenInstruments({ instruments }: Pick<BacktestChoice, 'instruments'>, archive: readonly ArchivedInstrument[] = []): readonly string[] {
  const names = archive.map(({ instrumentId }) => instrumentId)
  return instruments === null ? names.slice(0, INSTRUMENTS_MAX) : names.filter((name) => instruments.includes(name))
}

export function wished(choice: BacktestChoice, { archive, strategies }: Known): Wished {
  const strategy = strategyOf(choice, strategies)
  if (!archive || archive.length === 0) return { problem: 'archive' }
  if (!strategy) return { problem: 'strategy' }
  const instruments = chosenInstruments(choice, archive)
  if (instruments.length === 0 || instruments.length > INSTRUMENTS_MAX) return { problem: 'instruments' }
  const span = spanOf(choice.from, choice.to)
  if (!span) return { problem: 'span' }
  const seed = wholeUpTo(choice.seed, SEED_MAX)
  if (seed === undefined) return { problem: 'seed' }
  const rivals = choice.kind === 'sweep' ? 0 : wholeUpTo(choice.rivals, RIVALS_MAX)
  if (rivals === undefined) return { problem: 'rivals' }
  return withParameters(choice, parametersOf(choice, strategy), { strategyId: strategy.strategyId, instruments, ...span, policyId: choice.policyId, seed, rivals, changes: {} })
}

function withParameters(choice: BacktestChoice, parameters: readonly ParameterOption[], wish: BacktestWish): Wished {
  const changes: Record<string, number> = {}
  for (const parameter of parameters) {
    const text = choice.changes[parameter.name]?.trim() ?? ''
    if (text === '') continue
    const value = numberIn(text, parameter)
    if (value === undefined) return { problem: 'value', parameter }
    if (value !== parameter.value) changes[parameter.name] = value
  }
  return withVary(choice, parameters, { ...wish, changes })
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

function numberIn(text: string, { least, most, isWhole }: ParameterOption): number | undefined {
  const value = Number(text)
  const fits = !isWhole || Number.isInteger(value)
  return text.trim() !== '' && Number.isFinite(value) && value >= least && value <= most && fits ? value : undefined
}

function wholeUpTo(text: string, most: number): number | undefined {
  const value = Number(text)
  return /^\d{1,10}$/.test(text.trim()) && value <= most ? value : undefined
}

/** Five values around the strategy's own, within the range, to begin a sweep with. */
export function proposedValues({ value, least, most, isWhole }: ParameterOption): VaryChoice['values'] {
  const steps = [0.5, 0.75, 1, 1.5, 2].map((factor) => (value === 0 ? (most - least) * (factor - 0.5) * 0.2 : value * factor))
  const kept = steps.map((step) => (isWhole ? Math.round(step) : Number(step.toPrecision(3)))).map((step) => Math.min(most, Math.max(least, step)))
  return [...new Set(kept)].join(', ')
}
