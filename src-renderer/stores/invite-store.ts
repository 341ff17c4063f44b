import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { useStatus } from './status-store.ts'

const KEY = 'invite-declined'

/** Sessions in which the person knows that trading has to be started: they did, or said so. */
export const useInvite: UseBoundStore<StoreApi<{ readonly declined: string | null }>> = create<{ readonly declined: string | null }>(() => ({ declined: sessionStorage.getItem(KEY) }))

export function declineInvite(sessionId: string): void {
  sessionStorage.setItem(KEY, sessionId)
  useInvite.setState({ declined: sessionId })
}

useStatus.subscribe(({ value }) => {
  if (value?.trading && useInvite.getState().declined !== value.sessionId) declineInvite(value.sessionId)
})
