import type { StoreApi, UseBoundStore } from 'zustand'
import type { DecisionRow } from '../../src-shared/contract/views.ts'
import { rowsStore, type Rows } from './topic-stores.ts'

export const useDecisions: UseBoundStore<StoreApi<Rows<DecisionRow>>> = rowsStore('decisions')
