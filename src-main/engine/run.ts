import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { ExecutionVenue } from '../venue/execution-venue.port.ts'
import type { Engine } from './engine.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { Publisher } from './publisher.port.ts'

/** What stands around the engine; a mode is a list of these. */
export interface Surroundings {
  readonly journal: JournalWriter
  readonly venue: ExecutionVenue
  readonly forecaster: { send(changes: readonly Change[]): void }
  readonly publisher: Publisher
}

/**
 * One turn of the loop for the events of one instant: step, journal, outbox, publish. Nothing that opens leaves the process before it is written.
 * Returns all changes, those of the outbox included.
 */
export function turn(engine: Engine, events: readonly EngineEvent[], surroundings: Surroundings): readonly Change[] {
  const { journal, forecaster, publisher } = surroundings
  const changes = events.flatMap((event) => engine.step(event))
  commit(engine, changes, journal)
  const sent = sendOrders(engine, changes, surroundings)
  sendCancels(changes, surroundings.venue)
  forecaster.send(changes)
  const all = sent.length > 0 ? [...changes, ...sent] : changes
  publisher.publish(all)
  return all
}

/** Writes the changes. When that fails the engine is told, and drops at once what it would have opened. */
function commit(engine: Engine, changes: Change[], journal: JournalWriter): void {
  const written = journal.append(changes)
  const { account } = engine.state
  const known = account.components.get('journal')?.healthy ?? true
  if (written === known) return
  const detail = written ? '' : 'exits-only'
  const told = engine.step({ kind: 'component-reported', time: account.time, component: 'journal', healthy: written, detail })
  journal.append(told)
  changes.push(...told)
}

/** The outbox. SENT is committed, with its time, before the venue is called; all orders of a turn share one commit. */
function sendOrders(engine: Engine, changes: readonly Change[], { journal, venue }: Surroundings): Change[] {
  const time = engine.state.account.time
  const orders = changes.flatMap((change) => (change.kind === 'intent-opened' ? [change.order] : []))
  if (orders.length === 0) return []
  const sent = orders.flatMap(({ intentId }) => engine.step({ kind: 'order-sending', time, intentId }))
  commit(engine, sent, journal)
  const isWritten = engine.state.account.components.get('journal')?.healthy ?? true
  const leaving = orders.filter(({ intentId }) => engine.state.execution.orders.get(intentId)?.state === 'sent')
  const withheld = leaving.filter(({ purpose }) => purpose === 'open' && !isWritten)
  const told = withheld.flatMap(({ intentId }) => engine.step({ kind: 'order-withheld', time, intentId, detail: 'journal-not-writable' }))
  commit(engine, told, journal)
  for (const order of leaving) if (!withheld.includes(order)) venue.place(order, time)
  return [...sent, ...told]
}

function sendCancels(changes: readonly Change[], venue: ExecutionVenue): void {
  for (const change of changes) if (change.kind === 'cancel-requested') venue.cancel(change.instrumentId, change.intentId, change.time as TimeMs)
}
