import type { StoreApi, UseBoundStore } from 'zustand'
import type { FeedView } from '../../src-shared/contract/data-views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

/** Null where no mode with live market data runs. */
export const useFeed: UseBoundStore<StoreApi<Latest<FeedView | null>>> = latestStore('feed')
