import type { StoreApi, UseBoundStore } from 'zustand'
import type { WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

export const useWorkstation: UseBoundStore<StoreApi<Latest<WorkstationView>>> = latestStore('workstation')
