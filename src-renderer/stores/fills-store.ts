import type { StoreApi, UseBoundStore } from 'zustand'
import type { FillRow } from '../../src-shared/contract/views.ts'
import { rowsStore, type Rows } from './topic-stores.ts'

export const useFills: UseBoundStore<StoreApi<Rows<FillRow>>> = rowsStore('fills')
