import { create, type StoreApi, type UseBoundStore } from 'zustand'

/** In the order of the rail; Alt and its number opens each. */
export const PAGES = ['trade', 'risk', 'journal', 'backtest', 'training', 'data', 'settings', 'about'] as const
/** These need no mode that runs. */
export const ALWAYS: readonly string[] = ['backtest', 'training', 'data'] satisfies readonly PageName[]
export type PageName = (typeof PAGES)[number]

const KEY = 'page'
const kept = (): PageName => PAGES.find((page) => page === sessionStorage.getItem(KEY)) ?? 'trade'

/** Which page this window shows; a reload keeps it. */
export const usePage: UseBoundStore<StoreApi<{ readonly page: PageName }>> = create<{ readonly page: PageName }>(() => ({ page: kept() }))

export function openPage(page: PageName): void {
  sessionStorage.setItem(KEY, page)
  usePage.setState({ page })
}
