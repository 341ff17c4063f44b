import type { StoreApi, UseBoundStore } from 'zustand'
import type { TradeRow } from '../../src-shared/contract/views.ts'
import { rowsStore, type Rows } from './topic-stores.ts'

export const useTrades: UseBoundStore<StoreApi<Rows<TradeRow>>> = rowsStore('trades')
