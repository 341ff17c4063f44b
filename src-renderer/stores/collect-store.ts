import type { StoreApi, UseBoundStore } from 'zustand'
import type { CollectView } from '../../src-shared/contract/data-views.ts'
import type { JobView } from '../../src-shared/contract/workstation-views.ts'
import { loadKeptData, useKeptData } from './data-store.ts'
import { useJobs } from './jobs-store.ts'
import { latestStore, type Latest } from './topic-stores.ts'

/** Null before the first collection. */
export const useCollect: UseBoundStore<StoreApi<Latest<CollectView | null>>> = latestStore('collect')

/** The newest collection. */
export const newestCollection = (jobs: readonly JobView[] | undefined): JobView | undefined => jobs?.findLast(({ kind }) => kind === 'collect')

// What was collected changes what there is: who has looked at it sees that by itself.
useJobs.subscribe(({ value }, before) => {
  const [job, earlier] = [newestCollection(value), newestCollection(before.value)]
  if (job?.jobId === earlier?.jobId && job?.state !== earlier?.state && job?.state === 'done' && useKeptData.getState().passports) loadKeptData()
})
