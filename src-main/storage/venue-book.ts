import { existsSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { Fill } from '../../src-shared/domain/order.ts'
import type { FundingPaid, LiquidationFeePaid, VenueOrder } from '../../src-shared/domain/venue.ts'
import { openDurable, openToRead } from './connection.ts'
import { pathOf, type DatabaseKind, type Opening } from './database-kind.ts'

const venue001 = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  body TEXT NOT NULL
) STRICT;

CREATE TABLE fill (
  sequence INTEGER PRIMARY KEY,
  instrument_id TEXT NOT NULL,
  trade_id TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (instrument_id, trade_id)
) STRICT;

CREATE TABLE funding (
  sequence INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE liquidation_fee (
  sequence INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE closed_order (
  sequence INTEGER PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;
`

const venueKind: DatabaseKind = {
  name: 'venue', applicationId: 0x4861_6576, migrations: [venue001],
  remedy: 'It is the book of a simulated account: move it and the journal beside it away to begin a new account.',
}

/** What is remembered of closed orders. */
const CLOSED_KEPT = 500

export interface VenueHistoryRows {
  readonly fills: readonly Fill[]
  readonly funding: readonly FundingPaid[]
  readonly liquidationFees: readonly LiquidationFeePaid[]
  readonly closedOrders: readonly VenueOrder[]
}

export interface StoredVenue {
  /** The venue's own text of its state. */
  readonly state: string
  readonly history: VenueHistoryRows
}

/** The book of a simulated venue: its state as one row, its history as rows that are only ever added. */
export class VenueBookFile {
  readonly #database: Database.Database
  readonly #write: (state: string, added: VenueHistoryRows) => void

  /** Throws StorageRefusal. */
  constructor(opening: Opening) {
    this.#database = openDurable(venueKind, opening)
    this.#write = this.#writer()
  }

  /** Undefined when nothing was ever written. */
  load(): StoredVenue | undefined {
    return loadFrom(this.#database)
  }

  /** One durable commit: the new state, and what was added to the history since the last one. */
  save(state: string, added: VenueHistoryRows): void {
    this.#write(state, added)
  }

  close(): void {
    this.#database.close()
  }

  #writer(): (state: string, added: VenueHistoryRows) => void {
    const database = this.#database
    const state = database.prepare('INSERT INTO state (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body')
    const fill = database.prepare('INSERT INTO fill (instrument_id, trade_id, body) VALUES (?, ?, ?)')
    const funding = database.prepare('INSERT INTO funding (reference, body) VALUES (?, ?)')
    const fee = database.prepare('INSERT INTO liquidation_fee (reference, body) VALUES (?, ?)')
    const order = database.prepare('INSERT INTO closed_order (body) VALUES (?)')
    const forget = database.prepare(`DELETE FROM closed_order WHERE sequence <= (SELECT max(sequence) FROM closed_order) - ${CLOSED_KEPT}`)
    return database.transaction((text: string, added: VenueHistoryRows) => {
      state.run(text)
      for (const row of added.fills) fill.run(row.instrumentId, row.tradeId, JSON.stringify(row))
      for (const row of added.funding) funding.run(row.reference, JSON.stringify(row))
      for (const row of added.liquidationFees) fee.run(row.reference, JSON.stringify(row))
      for (const row of added.closedOrders) order.run(JSON.stringify(row))
      if (added.closedOrders.length > 0) forget.run()
    })
  }
}

/** The book as it was written last, read beside whoever keeps it; undefined when there is none. Throws StorageRefusal. */
export function readVenueBook(opening: Opening): StoredVenue | undefined {
  if (!existsSync(pathOf(venueKind, opening))) return undefined
  const database = openToRead(venueKind, opening)
  try {
    return loadFrom(database)
  } finally {
    database.close()
  }
}

function loadFrom(database: Database.Database): StoredVenue | undefined {
  const state = database.prepare<[], { body: string }>('SELECT body FROM state').get()?.body
  if (state === undefined) return undefined
  const rows = <Row>(table: 'fill' | 'funding' | 'liquidation_fee' | 'closed_order'): Row[] =>
    database.prepare<[], { body: string }>(`SELECT body FROM ${table} ORDER BY sequence`).all().map(({ body }) => JSON.parse(body) as Row)
  return { state, history: { fills: rows('fill'), funding: rows('funding'), liquidationFees: rows('liquidation_fee'), closedOrders: rows<VenueOrder>('closed_order').slice(-CLOSED_KEPT) } }
}
