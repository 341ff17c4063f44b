import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { ExportTable } from '../../src-shared/contract/workstation-views.ts'

/** What the person is being asked, or shown over the page. One at a time. */
export type DialogQuestion =
  | { readonly kind: 'flatten'; readonly instrumentId: string | null }
  | { readonly kind: 'latch'; readonly latch: string }
  | { readonly kind: 'export'; readonly table: ExportTable }
  | { readonly kind: 'mode' | 'close-mode' | 'palette' | 'keys' }

export const useDialog: UseBoundStore<StoreApi<{ readonly question: DialogQuestion | undefined }>> = create<{ readonly question: DialogQuestion | undefined }>(() => ({ question: undefined }))

export const ask = (question: DialogQuestion): void => useDialog.setState({ question })
export const dismissDialog = (): void => useDialog.setState({ question: undefined })
export const askToClearLatch = (latch: string): void => ask({ kind: 'latch', latch })
