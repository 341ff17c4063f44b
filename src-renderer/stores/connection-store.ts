import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { engine } from '../engine-client/engine.ts'
import type { ConnectionState } from '../engine-client/engine-client.ts'

export const useConnection: UseBoundStore<StoreApi<{ readonly state: ConnectionState }>> = create(() => ({ state: 'connecting' }))

engine.onState((state) => useConnection.setState({ state }))
