import { join } from 'node:path'
import { isoTime } from '../base/system-calendar.ts'
import { openModelsWith } from '../modes/open-models.ts'
import { compareWithBooks, journalled, type PaperComparison, type PaperHashes } from '../modes/paper-comparison.ts'
import { NotReplayable, replayPaper, type PaperReplay } from '../modes/paper-replay.ts'
import type { Opening } from '../storage/database-kind.ts'
import { EXIT, type Terminal } from './command.ts'

/** Runs a recorded session again and compares what it comes to with the account's books. */
export async function runRecordReplay(opening: Opening, recordId: string, json: boolean, terminal: Terminal): Promise<number> {
  try {
    const replay = await replayPaper({
      folder: join(opening.folder, 'record'), recordId, journalled: (changes) => journalled(opening, changes), runtime: (configs, chosen) => openModelsWith(terminal, configs, chosen),
      cancelled: () => terminal.cancelled(), progress: (time) => terminal.progress(isoTime(time).slice(0, 16).replace('T', ' ')),
    })
    if (terminal.cancelled()) return EXIT.cancelled
    return tell(recordId, replay, await compareWithBooks(opening, replay), { json, terminal })
  } catch (error) {
    if (!(error instanceof NotReplayable)) throw error
    terminal.error(error.message)
    return EXIT.refused
  }
}

function tell(recordId: string, replay: PaperReplay, comparison: PaperComparison, { json, terminal }: { readonly json: boolean; readonly terminal: Terminal }): number {
  const { beginning, stoppedAt, doubt } = replay
  if (json) terminal.out(JSON.stringify({ recordId, sessionId: beginning.sessionId, stoppedAt, doubt, ...comparison }))
  else for (const line of linesOf(recordId, replay, comparison)) terminal.out(line)
  if (comparison.difference === null) return EXIT.done
  if (!json) terminal.error(`It is not the same: ${comparison.difference}`)
  return EXIT.refused
}

function linesOf(recordId: string, { stoppedAt, doubt }: PaperReplay, { replay, books, until, difference }: PaperComparison): readonly string[] {
  return [
    `${recordId}${stoppedAt === null ? ', which has no end' : ''}: ${hashText(replay)}`,
    books ? `books: ${hashText(books)}` : 'The account has no books of this session to compare with.',
    ...(until.decisions === null || until.orders === null
      ? []
      : [`Compared are decisions of before ${isoTime(until.decisions)} and orders of before ${isoTime(until.orders)}: ${doubt?.why ?? 'the process died, and what came last may not be in the books'}.`]),
    ...(books && difference === null ? ['Decisions, orders and fills are the same.'] : []),
  ]
}

const hashText = ({ decisions, decisionHash, orders, orderHash }: PaperHashes): string => `${decisions} decisions ${decisionHash.slice(0, 16)}, ${orders} orders ${orderHash.slice(0, 16)}`
