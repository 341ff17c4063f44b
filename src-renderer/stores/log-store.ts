import type { StoreApi, UseBoundStore } from 'zustand'
import type { LogRow } from '../../src-shared/contract/views.ts'
import { rowsStore, type Rows } from './topic-stores.ts'

export const useLog: UseBoundStore<StoreApi<Rows<LogRow>>> = rowsStore('log')
