import type { ParameterOption, StrategyOption } from '../../../src-shared/contract/backtest-report.ts'
import { spanOf } from '../../panels/archive/span.ts'
import type { ArchivedInstrument } from '../../stores/archived.ts'
import type { BacktestChoice } from '../../stores/backtest-choice-store.ts'

export const INSTRUMENTS_MAX = 50

/** What the fields stand beside; undefined until it was read. */
export interface Known {
  readonly archive: readonly ArchivedInstrument[] | undefined
  readonly strategies: readonly StrategyOption[] | undefined
}

/** What every run is about, or what is missing. */
export type Chosen =
  | { readonly strategy: StrategyOption; readonly instruments: readonly string[]; readonly from: number | null; readonly to: number | null; readonly problem: undefined }
  | { readonly problem: 'archive' | 'strategy' | 'instruments' | 'span' }

/** Numbers that differ from the strategy's, or the one that cannot be meant. */
export type Changed = { readonly changes: Readonly<Record<string, number>>; readonly problem: undefined } | { readonly problem: 'value'; readonly parameter: ParameterOption }

export const strategyOf = ({ strategyId }: Pick<BacktestChoice, 'strategyId'>, strategies: readonly StrategyOption[] = []): StrategyOption | undefined =>
  strategies.find((option) => option.strategyId === strategyId) ?? strategies[0]

/** Those that are chosen and archived; without a choice all, as many as one run takes. */
export function chosenInstruments({ instruments }: Pick<BacktestChoice, 'instruments'>, archive: readonly ArchivedInstrument[] = []): readonly string[] {
  const names = archive.map(({ instrumentId }) => instrumentId)
  return instruments === null ? names.slice(0, INSTRUMENTS_MAX) : names.filter((name) => instruments.includes(name))
}

export function chosenOf(choice: Pick<BacktestChoice, 'strategyId' | 'instruments' | 'from' | 'to'>, { archive, strategies }: Known): Chosen {
  const strategy = strategyOf(choice, strategies)
  if (!archive || archive.length === 0) return { problem: 'archive' }
  if (!strategy) return { problem: 'strategy' }
  const instruments = chosenInstruments(choice, archive)
  if (instruments.length === 0 || instruments.length > INSTRUMENTS_MAX) return { problem: 'instruments' }
  const span = spanOf(choice.from, choice.to)
  return span ? { strategy, instruments, ...span, problem: undefined } : { problem: 'span' }
}

export function changedOf({ changes: texts }: Pick<BacktestChoice, 'changes'>, parameters: readonly ParameterOption[]): Changed {
  const changes: Record<string, number> = {}
  for (const parameter of parameters) {
    const text = texts[parameter.name]?.trim() ?? ''
    if (text === '') continue
    const value = numberIn(text, parameter)
    if (value === undefined) return { problem: 'value', parameter }
    if (value !== parameter.value) changes[parameter.name] = value
  }
  return { changes, problem: undefined }
}

export function numberIn(text: string, { least, most, isWhole }: ParameterOption): number | undefined {
  const value = Number(text)
  const fits = !isWhole || Number.isInteger(value)
  return text.trim() !== '' && Number.isFinite(value) && value >= least && value <= most && fits ? value : undefined
}

export function wholeUpTo(text: string, most: number): number | undefined {
  const value = Number(text)
  return /^\d{1,10}$/.test(text.trim()) && value <= most ? value : undefined
}
