import type { StoreApi, UseBoundStore } from 'zustand'
import type { PositionRow } from '../../src-shared/contract/views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

export const usePositions: UseBoundStore<StoreApi<Latest<readonly PositionRow[]>>> = latestStore('positions')
