import type { StoreApi, UseBoundStore } from 'zustand'
import type { MarketRow } from '../../src-shared/contract/market-views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

export const useMarket: UseBoundStore<StoreApi<Latest<readonly MarketRow[]>>> = latestStore('market')
