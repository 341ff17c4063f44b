import { create, type StoreApi, type UseBoundStore } from 'zustand'

/** What learning asks beyond instruments, days and numbers, as it stands in the fields. */
export interface LearnChoice {
  /** Minutes and candles, with commas. */
  readonly scales: string
  readonly horizons: string
  /** Round trips in percent, with commas; '' as the strategy counts them. */
  readonly costs: string
  /** '' every candle. */
  readonly cusum: string
  readonly every: string
  readonly folds: string
  readonly seeds: string
}

const FIRST_CHOICE: LearnChoice = { scales: '5, 15, 60, 240', horizons: '48', costs: '', cusum: '', every: '6', folds: '5', seeds: '5' }

/** Kept while other pages are looked at. */
export const useLearnChoice: UseBoundStore<StoreApi<LearnChoice>> = create<LearnChoice>(() => FIRST_CHOICE)

export const chooseLearning = (change: Partial<LearnChoice>): void => useLearnChoice.setState(change)
