import type { StoreApi, UseBoundStore } from 'zustand'
import type { StatusView } from '../../src-shared/contract/views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

export const useStatus: UseBoundStore<StoreApi<Latest<StatusView>>> = latestStore('status')
