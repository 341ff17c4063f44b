import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { engine } from '../engine-client/engine.ts'
import type { ConnectionState } from '../engine-client/engine-client.ts'
import { useWorkstation } from './workstation-store.ts'

interface Connection {
  readonly state: ConnectionState
  /** When this state began, by the clock of this computer. */
  readonly since: number
}

export const useConnection: UseBoundStore<StoreApi<Connection>> = create<Connection>(() => ({ state: 'connecting', since: Date.now() }))

// Trying again is no new loss: the time counts from the first.
engine.onState((state) => useConnection.setState((before) => (before.state === state ? before : { state, since: Date.now() })))

/** So often a running engine is listened for, so that its end shows within three seconds. One that starts a mode may be busy for longer. */
const PULSE_MS = 900

setInterval(() => {
  if (useConnection.getState().state !== 'open' || useWorkstation.getState().value?.phase === 'running') engine.pulse()
}, PULSE_MS)
