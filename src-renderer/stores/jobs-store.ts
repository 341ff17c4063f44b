import type { StoreApi, UseBoundStore } from 'zustand'
import type { JobView } from '../../src-shared/contract/workstation-views.ts'
import { latestStore, type Latest } from './topic-stores.ts'

export const useJobs: UseBoundStore<StoreApi<Latest<readonly JobView[]>>> = latestStore('jobs')
