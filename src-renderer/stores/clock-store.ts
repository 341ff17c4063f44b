import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { ageOf, AS_IT_IS, engineNow, type Heard, type Running } from './engine-time.ts'
import { usePace } from './pace-store.ts'
import { useStatus } from './status-store.ts'
import { useWorkstation } from './workstation-store.ts'

interface ClockState {
  /** This computer's time; moves once a second, and when the engine is heard. */
  readonly now: number
  readonly heard: Heard | undefined
}

/** Everything that counts on by itself reads this, so that ages never stand still while nothing is heard. */
export const useClock: UseBoundStore<StoreApi<ClockState>> = create<ClockState>(() => ({ now: Date.now(), heard: undefined }))

setInterval(() => useClock.setState({ now: Date.now() }), 1_000)

useStatus.subscribe(({ value }) => {
  const now = Date.now()
  useClock.setState({ now, heard: value && { time: value.time, at: now } })
})

/** After the end of a record time stands still too. */
function running(): Running {
  const pace = usePace.getState().value ?? AS_IT_IS
  return useWorkstation.getState().value?.phase === 'ended' ? { ...pace, paused: true } : pace
}

/** The engine's time; draws anew as it goes on. */
export const useEngineNow = (): number | null => useClock(({ now, heard }) => (heard ? Math.floor(engineNow(heard, running(), now) / 1_000) * 1_000 : null))

/** How old it is by now; null when it is not known. Draws anew at most when the shown text may change. */
export const useAge = (asOf: number | null): number | null => useClock(({ now, heard }) => (heard ? rounded(ageOf(asOf, heard, running(), now)) : null))

const rounded = (age: number | null): number | null => age && (age < 10_000 ? Math.floor(age / 100) * 100 : Math.floor(age / 1_000) * 1_000)
