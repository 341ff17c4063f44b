import type { WorkstationView } from '../../src-shared/contract/workstation-views.ts'
import type { Desk } from '../engine/desk.port.ts'
import type { EngineMessage, EngineSummary } from '../supervision/messages.ts'

/** What is shown outside of windows. */
export function summaryOf({ phase, mode }: WorkstationView, desk: Desk | undefined): EngineSummary {
  const status = desk?.status()
  const positions = desk?.positions() ?? []
  return {
    phase, mode, ready: status?.ready ?? false, trading: status?.trading ?? false, openPositions: positions.length, unprotected: positions.filter(({ stopAccepted }) => !stopAccepted).length,
    latches: status?.latches.length ?? 0, components: status?.components.map(({ component, healthy }) => ({ component, healthy })) ?? [],
  }
}

/** Sends what differs from what was sent last. */
export class SummaryLine {
  readonly #send: (message: EngineMessage) => void
  #last = ''

  constructor(send: (message: EngineMessage) => void) {
    this.#send = send
  }

  tell(summary: EngineSummary): void {
    const text = JSON.stringify(summary)
    if (text === this.#last) return
    this.#last = text
    this.#send({ kind: 'summary', summary })
  }
}
