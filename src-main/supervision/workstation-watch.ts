import type { Channel, ClientFrame } from '../../src-shared/contract/frames.ts'
import { topics } from '../../src-shared/contract/contract.ts'
import { serverFrame } from '../../src-shared/contract/frames.ts'
import type { WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import type { Supervisor } from './supervisor.ts'
import type { WindowRelay } from './window-relay.ts'

const SUBSCRIPTION: ClientFrame = { kind: 'subscribe', topic: 'workstation', session: '', after: 0 }

/** Reads what the workstation does as a window would, from each engine's process that serves. */
export function watchWorkstation(supervisor: Supervisor, relay: WindowRelay, onView: (view: WorkstationView) => void): void {
  supervisor.listen({ onServing: () => relay.join(reader(onView)) })
}

/** A window that shows nothing. */
function reader(onView: (view: WorkstationView) => void): Channel {
  return {
    send: (received) => {
      const frame = serverFrame.safeParse(received).data
      if (frame?.kind !== 'items') return
      for (const value of frame.values) {
        const view = topics.workstation.safeParse(value).data
        if (view) onView(view)
      }
    },
    congested: () => false,
    listen: (onFrame) => onFrame(SUBSCRIPTION),
    close: () => {},
  }
}
