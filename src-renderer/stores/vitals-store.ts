import type { StoreApi, UseBoundStore } from 'zustand'
import type { VitalsView } from '../../src-shared/contract/workstation-views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

export const useVitals: UseBoundStore<StoreApi<Latest<VitalsView>>> = latestStore('vitals')
