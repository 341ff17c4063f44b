import { told } from '../../src-shared/contract/told-codes.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import type { EngineMessage } from '../supervision/messages.ts'

/** Tells the shell what a person should hear even when no window is open: alarms, and latches that were set. */
export class Notices implements Publisher {
  readonly #send: (message: EngineMessage) => void

  constructor(send: (message: EngineMessage) => void) {
    this.#send = send
  }

  publish(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'latch-set') this.#send({ kind: 'notice', level: 'alarm', told: told('latch-set', { latch: change.latch }) })
      if (change.kind === 'alarm-raised') this.#send({ kind: 'notice', level: 'alarm', told: { code: `alarm-${change.code}`, values: change.values } })
    }
  }
}
