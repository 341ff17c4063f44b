import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { ExportTable } from '../../src-shared/contract/workstation-views.ts'

/** What the person is being asked, or shown over the page. One at a time. */
export type DialogQuestion =
  | { readonly kind: 'flatten'; readonly instrumentId: string | null }
  | { readonly kind: 'latch'; readonly latch: string }
  | { readonly kind: 'export'; readonly table: ExportTable }
  | { readonly kind: 'replay'; readonly trade?: TradeToReplay }
  | { readonly kind: 'model'; readonly move: ModelMove }
  | { readonly kind: 'mode' | 'close-mode' | 'palette' | 'keys' }

/** What is to become of a pair of models. */
export interface ModelMove {
  readonly candidateId: string
  readonly strategyId: string
  readonly to: 'promoted' | 'shadow' | 'archived' | 'rollback'
  readonly isProven: boolean
}

/** A trade of a report, to be lived through again from an hour before its entry. Times in milliseconds UTC. */
export interface TradeToReplay {
  readonly instrumentId: string
  readonly side: 'long' | 'short'
  readonly openedAt: number
  /** Of the run: the same market has to be there for the same decisions. */
  readonly instruments: readonly string[]
  readonly strategyId: string
}

export const useDialog: UseBoundStore<StoreApi<{ readonly question: DialogQuestion | undefined }>> = create<{ readonly question: DialogQuestion | undefined }>(() => ({ question: undefined }))

export const ask = (question: DialogQuestion): void => useDialog.setState({ question })
export const dismissDialog = (): void => useDialog.setState({ question: undefined })
export const askToClearLatch = (latch: string): void => ask({ kind: 'latch', latch })
