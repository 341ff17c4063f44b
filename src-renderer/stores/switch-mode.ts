import type { AskAnswer, Opening } from '../../src-shared/contract/workstation-views.ts'
import { closeMode, openMode } from './commands.ts'
import { useWorkstation } from './workstation-store.ts'

/**
 * Starts a mode in place of the one that runs, if any. Each half has a click of its own made from the one, so that a click whose answer was
 * lost can be sent again and each half still happens once.
 */
export async function switchMode(requestId: string, opening: Opening): Promise<AskAnswer> {
  if (useWorkstation.getState().value?.mode) {
    const closed = await closeMode(`${requestId}-close`)
    if (!closed.accepted && closed.reason.code !== 'not-running') return closed
  }
  return openMode(requestId, opening)
}
