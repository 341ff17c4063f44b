import { create, type StoreApi, type UseBoundStore } from 'zustand'

interface Selection {
  /** Null until there is a market; then the first of the watchlist unless a person chose. */
  readonly instrumentId: string | null
  readonly intervalMs: number
}

const KEY = 'selection'
const MINUTES_5 = 300_000

/** What chart, signal card and watchlist of this window look at; a reload keeps it. */
export const useSelection: UseBoundStore<StoreApi<Selection>> = create<Selection>(() => ({ instrumentId: null, intervalMs: MINUTES_5, ...kept() }))

export const selectInstrument = (instrumentId: string): void => useSelection.setState({ instrumentId })
export const selectInterval = (intervalMs: number): void => useSelection.setState({ intervalMs })

useSelection.subscribe((selection) => sessionStorage.setItem(KEY, JSON.stringify(selection)))

/** Only this page writes it, and only this tab reads it. */
function kept(): Partial<Selection> {
  return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Selection>
}
