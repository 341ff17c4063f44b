import type { StoreApi, UseBoundStore } from 'zustand'
import type { SparkRow } from '../../src-shared/contract/market-views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

export const useSparks: UseBoundStore<StoreApi<Latest<readonly SparkRow[]>>> = latestStore('sparks')
