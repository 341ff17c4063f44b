import type { StoreApi, UseBoundStore } from 'zustand'
import type { EquityPoint } from '../../src-shared/contract/views.ts'
import { rowsStore, type Rows } from './topic-stores.ts'

export const useEquity: UseBoundStore<StoreApi<Rows<EquityPoint>>> = rowsStore('equity')
