import type { StoreApi, UseBoundStore } from 'zustand'
import type { CandleRow } from '../../src-shared/contract/market-views.ts'
import { rowsStore, type Rows } from './topic-stores.ts'

/** The newest closed candles of all instruments; older ones are asked for by the chart. */
export const useCandles: UseBoundStore<StoreApi<Rows<CandleRow>>> = rowsStore('candles')
