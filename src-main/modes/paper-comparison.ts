import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { OutcomeRecorder } from '../reports/outcome.ts'
import type { Opening } from '../storage/database-kind.ts'
import { existingArchive, journalToRead } from './existing-books.ts'
import type { PaperReplay } from './paper-replay.ts'

/** Of decisions by time and instrument, and of orders and fills in their order. */
export interface PaperHashes {
  readonly decisions: number
  readonly decisionHash: string
  readonly orders: number
  readonly orderHash: string
}

export interface PaperComparison {
  readonly replay: PaperHashes
  /** Null where the account's books are not there. */
  readonly books: PaperHashes | null
  /** The first thing that differs, in words; null when nothing does. */
  readonly difference: string | null
  readonly until: Until
}

/** Only what was before is compared; null = all. */
interface Until {
  readonly decisions: TimeMs | null
  readonly orders: TimeMs | null
}

interface Told {
  readonly decisions: readonly Decision[]
  readonly changes: readonly JournalledChange[]
}

/** So many changes of the journal, from its beginning. */
export function journalled(opening: Opening, count: number): readonly JournalledChange[] {
  const journal = journalToRead(opening)
  try {
    return journal ? [...take(journal.read(), count)] : []
  } finally {
    journal?.close()
  }
}

function* take<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count
  if (left > 0) for (const item of items) {
    yield item
    if (--left === 0) return
  }
}

/** A session that was run again beside what its account has written about it. */
export async function compareWithBooks(opening: Opening, replayed: PaperReplay): Promise<PaperComparison> {
  const books = await booksOf(opening, replayed)
  if (!books) return { replay: hashesOf(replayed), books: null, difference: null, until: { decisions: null, orders: null } }
  const until = untilOf(replayed, books)
  const [ours, theirs] = [before(replayed, until), before(books, until)]
  const [replay, written] = [hashesOf(ours), hashesOf(theirs)]
  const isSame = replay.decisionHash === written.decisionHash && replay.orderHash === written.orderHash
  return { replay, books: written, until, difference: isSame ? null : firstDifference(ours, theirs) }
}

/** What the books have of that session. */
async function booksOf(opening: Opening, { beginning, decisions, stoppedAt, lastAt }: PaperReplay): Promise<Told | null> {
  const journal = journalToRead(opening)
  const archive = existingArchive(opening)
  try {
    if (!journal || !archive || journal.lastSequence <= beginning.changes) return null
    const from = Math.min(beginning.now, ...decisions.map(({ asOf }) => asOf)) as TimeMs
    const changes = sessionIn(journal.read(), beginning.changes, beginning.sessionId)
    // A later session may decide, too late, on candles of before it began.
    const to = Math.min(nextStart(journal.read(), beginning.changes, beginning.sessionId), (stoppedAt ?? lastAt) + 1) as TimeMs
    return { decisions: await archive.decisions(from, to), changes }
  } finally {
    journal?.close()
    archive?.close()
  }
}

function sessionIn(all: Iterable<JournalledChange>, before: number, sessionId: string): readonly JournalledChange[] {
  const changes: JournalledChange[] = []
  let index = 0
  for (const change of all) {
    if (index++ < before) continue
    if (change.kind === 'session-started' && change.sessionId !== sessionId) break
    changes.push(change)
  }
  return changes
}

/** When the session after it began. */
function nextStart(all: Iterable<JournalledChange>, before: number, sessionId: string): TimeMs {
  let index = 0
  for (const change of all) if (index++ >= before && change.kind === 'session-started' && change.sessionId !== sessionId) return change.time
  return Number.MAX_SAFE_INTEGER as TimeMs
}

/** What was being decided when a record broke off may be in the books alone. */
const UNDECIDED_MS = 60_000

/** A crash may have kept the last things from the books, and others from the record: what is certain is what lies before both. */
function untilOf({ stoppedAt, lastAt, doubt }: PaperReplay, { decisions, changes }: Told): Until {
  const before = (last: TimeMs | undefined): TimeMs | null => {
    const ends = [...(stoppedAt === null ? [last ?? 0, lastAt - UNDECIDED_MS] : []), ...(doubt ? [doubt.from] : [])]
    return ends.length > 0 ? (Math.min(...ends) as TimeMs) : null
  }
  return { decisions: before(decisions.at(-1)?.asOf), orders: before(changes.at(-1)?.time) }
}

function before({ decisions, changes }: Told, until: Until): Told {
  const [asOfs, times] = [until.decisions ?? Number.POSITIVE_INFINITY, until.orders ?? Number.POSITIVE_INFINITY]
  return { decisions: decisions.filter(({ asOf }) => asOf < asOfs), changes: changes.filter(({ time }) => time < times) }
}

const keyOf = ({ asOf, instrumentId, strategyId }: Decision): string => `${String(asOf).padStart(16, '0')} ${instrumentId} ${strategyId}`
const sorted = (decisions: readonly Decision[]): readonly Decision[] => decisions.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

function hashesOf({ decisions, changes }: Told): PaperHashes {
  const recorder = new OutcomeRecorder()
  recorder.publish(sorted(decisions).map((decision) => ({ kind: 'decision-made', time: decision.asOf, decision })))
  recorder.publish(changes)
  const { decisionHash, orderHash } = recorder.outcome()
  return { decisions: decisions.length, decisionHash: decisionHash ?? '', orders: changes.filter(({ kind }) => kind === 'intent-opened').length, orderHash }
}

function firstDifference(replay: Told, books: Told): string {
  const [ours, theirs] = [sorted(replay.decisions), sorted(books.decisions)]
  const decision = ours.findIndex((one, i) => JSON.stringify(one) !== JSON.stringify(theirs[i]))
  if (decision >= 0 || ours.length !== theirs.length) {
    const at = decision >= 0 ? decision : ours.length
    return `decision ${at + 1}: ${decisionText(ours[at])} when it is run again, ${decisionText(theirs[at])} in the books`
  }
  const [own, written] = [replay.changes.filter(isOrder), books.changes.filter(isOrder)]
  const order = Math.max(0, own.findIndex((one, i) => JSON.stringify(one) !== JSON.stringify(written[i])))
  return `order or fill ${order + 1}: ${JSON.stringify(own[order] ?? null)} when it is run again, ${JSON.stringify(written[order] ?? null)} in the books`
}

const isOrder = ({ kind }: JournalledChange): boolean => kind === 'intent-opened' || kind === 'fill-booked'
const decisionText = (decision: Decision | undefined): string => (decision ? `${decision.instrumentId} at ${decision.asOf}: ${decision.action} (${decision.reason})` : 'nothing')
