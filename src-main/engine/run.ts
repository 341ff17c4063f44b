import type { Change } from '../../src-shared/domain/change.ts'
import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { ApprovedOrder } from '../../src-shared/domain/order.ts'
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
  const changes: Change[] = []
  const before = engine.state.weightyChanges
  for (const event of events) engine.step(event, changes)
  if (engine.state.weightyChanges > before) commit(engine, changes, journal)
  else commitBacklog(engine, changes, journal)
  const { orders, cancels } = engine.state.weightyChanges > before ? leavingIn(changes) : NOTHING
  const sent = orders.length > 0 ? sendOrders(engine, orders, surroundings) : NONE
  for (const { instrumentId, intentId, time } of cancels) surroundings.venue.cancel(instrumentId, intentId, time)
  forecaster.send(changes)
  const all = sent.length > 0 ? [...changes, ...sent] : changes
  publisher.publish(all)
  return all
}

type Cancel = Extract<Change, { kind: 'cancel-requested' }>

interface Leaving {
  readonly orders: readonly ApprovedOrder[]
  readonly cancels: readonly Cancel[]
}

const NOTHING: Leaving = { orders: [], cancels: [] }

/** What has to go to the venue; nothing in most turns. */
function leavingIn(changes: readonly Change[]): Leaving {
  let leaving: { readonly orders: ApprovedOrder[]; readonly cancels: Cancel[] } | undefined
  for (const change of changes) {
    if (change.kind === 'intent-opened') (leaving ??= { orders: [], cancels: [] }).orders.push(change.order)
    else if (change.kind === 'cancel-requested') (leaving ??= { orders: [], cancels: [] }).cancels.push(change)
  }
  return leaving ?? NOTHING
}

/** There is nothing to write, and what could not be written before is as it was: only the engine may have to hear of it. */
function commitBacklog(engine: Engine, changes: Change[], journal: JournalWriter): void {
  const told: Change[] = []
  commit(engine, told, journal)
  for (const change of told) changes.push(change)
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

const NONE: readonly Change[] = []

/** The outbox. SENT is committed, with its time, before the venue is called; all orders of a turn share one commit. */
function sendOrders(engine: Engine, orders: readonly ApprovedOrder[], { journal, venue }: Surroundings): readonly Change[] {
  const time = engine.state.account.time
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
