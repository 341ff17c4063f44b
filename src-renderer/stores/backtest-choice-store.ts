import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { BacktestWish, SweepReport } from '../../src-shared/contract/backtest-report.ts'
import type { Report } from './report-store.ts'

/** What a person has chosen of a back-test so far, as it stands in the fields. */
export interface BacktestChoice {
  readonly kind: 'run' | 'sweep'
  /** '': the first there is. */
  readonly strategyId: string
  /** Null: all that is archived. */
  readonly instruments: readonly string[] | null
  /** Dates; '' is the end of what there is. */
  readonly from: string
  readonly to: string
  readonly policyId: BacktestWish['policyId']
  readonly seed: string
  readonly rivals: string
  /** By parameter; '' is as the strategy has it. */
  readonly changes: Readonly<Record<string, string>>
  /** Of a sweep: a parameter, or '' for none, and its values with commas. */
  readonly vary: readonly [VaryChoice, VaryChoice]
}

export interface VaryChoice {
  readonly name: string
  readonly values: string
}

const NOTHING: VaryChoice = { name: '', values: '' }

const FIRST_CHOICE: BacktestChoice = {
  kind: 'run', strategyId: '', instruments: null, from: '', to: '', policyId: 'expected-value', seed: '1', rivals: '10', changes: {}, vary: [NOTHING, NOTHING],
}

/** Kept while other pages are looked at. */
export const useBacktestChoice: UseBoundStore<StoreApi<BacktestChoice>> = create<BacktestChoice>(() => FIRST_CHOICE)

export const choose = (change: Partial<BacktestChoice>): void => useBacktestChoice.setState(change)

const DAY_MS = 86_400_000
const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The fields as a report's wish has them, to run it again with something changed. */
export function chooseAsIn({ wish }: Pick<Report, 'wish'>): void {
  const vary = 'vary' in wish ? Object.entries((wish as SweepReport['wish']).vary).map(([name, values]): VaryChoice => ({ name, values: values.join(', ') })) : []
  useBacktestChoice.setState({
    kind: vary.length > 0 ? 'sweep' : 'run', strategyId: wish.strategyId, instruments: wish.instruments, policyId: wish.policyId, seed: String(wish.seed), rivals: String(wish.rivals),
    from: wish.from === null ? '' : dayText(wish.from), to: wish.to === null ? '' : dayText(wish.to - DAY_MS),
    changes: Object.fromEntries(Object.entries(wish.changes).map(([name, value]) => [name, String(value)])), vary: [vary[0] ?? NOTHING, vary[1] ?? NOTHING],
  })
}
