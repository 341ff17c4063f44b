import { randomUUID } from 'node:crypto'
import type { AskAnswer, Told } from '../../src-shared/contract/workstation-views.ts'
import type { Handlers } from '../ipc/request-server.ts'
import type { ShellAsk } from '../supervision/messages.ts'
import { saveCopy } from './export-files.ts'
import type { ModeHost } from './mode-host.ts'

/** Does what a tray or a menu asks. Answers why not, or null. */
export async function answerShell(ask: ShellAsk, host: ModeHost, requests: Handlers): Promise<Told | null> {
  if (ask.kind === 'save-export') return saveExport(ask.jobId, ask.path, host)
  const requestId = randomUUID()
  const answer = await asked(ask.kind, requestId, requests)
  return answer.accepted ? null : answer.reason
}

function asked(kind: Exclude<ShellAsk['kind'], 'save-export'>, requestId: string, requests: Handlers): AskAnswer | Promise<AskAnswer> {
  switch (kind) {
    case 'start-trading': return requests['trading.start']({ requestId })
    case 'stop-trading': return requests['trading.stop']({ requestId })
    case 'flatten': return requests['positions.flatten']({ requestId, instrumentId: null })
  }
}

async function saveExport(jobId: string, path: string, { jobs }: ModeHost): Promise<Told | null> {
  const found = jobs.finished(jobId)
  return 'path' in found ? ((await saveCopy(found.path, path)) ?? null) : found
}
