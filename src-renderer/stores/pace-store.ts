import type { StoreApi, UseBoundStore } from 'zustand'
import type { PaceView } from '../../src-shared/contract/market-views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

export const usePace: UseBoundStore<StoreApi<Latest<PaceView>>> = latestStore('pace')
