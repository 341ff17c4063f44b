import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import type { OrderState } from '../../src-shared/domain/order.ts'
import type { Reason } from '../../src-shared/domain/reason.ts'
import { MONEY_DECIMALS, type TimeMs } from '../../src-shared/domain/units.ts'
import { isoTime } from '../base/system-calendar.ts'
import type { Engine } from '../engine/engine.ts'
import { hasPurpose, liveOrders, type OrderRecord } from '../execution/order-record.ts'
import type { OpenTrade } from '../ledger/ledger-state.ts'
import { listCopies } from '../storage/copies.ts'
import type { Opening } from '../storage/database-kind.ts'
import { freeBytes } from '../storage/durable-files.ts'
import type { LeaseHolder } from '../storage/lease.ts'
import type { SqliteJournal } from '../storage/sqlite-journal.ts'
import { leaseHolder } from '../storage/survey.ts'
import { instrumentsOf, journalToRead } from '../modes/existing-books.ts'
import { foldJournal } from './fold-journal.ts'

interface FileSize {
  readonly name: string
  readonly bytes: number
}

interface OrderSurvey {
  readonly instrument: string
  readonly orderId: string
  readonly entryId: string
  readonly purpose: string
  readonly side: string
  readonly type: string
  /** Null for an order that closes all there is. */
  readonly quantity: string | null
  readonly filled: string
  readonly triggerPrice: string | null
  readonly state: OrderState
}

interface PositionSurvey {
  readonly instrument: string
  readonly strategy: string
  readonly side: 'long' | 'short'
  readonly quantity: string
  readonly entryId: string
  readonly decisionId: string
  readonly openedAt: string
  readonly cost: string
  /** Null when no protective order lives. */
  readonly stop: OrderSurvey | null
  readonly exitReason: string | null
}

/** What the journal tells, folded as the engine folds it. Exact numbers are texts. */
interface BooksSurvey {
  readonly sequence: number
  /** Market data are not journalled, so a quiet market leaves no trace here. */
  readonly lastChangeAt: string | null
  readonly mode: string
  readonly sessionId: string
  readonly trading: boolean
  readonly latches: readonly { readonly latch: string; readonly reason: Reason; readonly setAt: string }[]
  readonly asset: string
  readonly wallet: string
  readonly tradeCount: number
  readonly realized: string
  readonly fees: string
  readonly funding: string
  readonly positions: readonly PositionSurvey[]
  readonly orders: readonly OrderSurvey[]
}

/** How an account stands, from its files alone. */
export interface AccountSurvey {
  readonly accountId: string
  readonly folder: string
  readonly holder: LeaseHolder | 'unknown' | null
  /** Null where nothing was ever journalled. */
  readonly books: BooksSurvey | null
  readonly files: readonly FileSize[]
  readonly copies: readonly FileSize[]
  readonly freeBytes: number
  /** Changes beside the journal that the next start will adopt. */
  readonly unadopted: FileSize | null
}

/** Changes nothing and may run beside the engine. Rejects with StorageRefusal. */
export async function surveyAccount(opening: Opening): Promise<AccountSurvey> {
  const { accountId, folder } = opening
  const files = filesIn(folder)
  const instruments = await instrumentsOf(opening)
  const journal = journalToRead(opening)
  try {
    return {
      accountId, folder, holder: leaseHolder(folder), books: journal ? booksOf(journal, instruments, opening) : null,
      files, copies: listCopies(opening), freeBytes: freeBytes(folder),
      unadopted: files.find(({ name }) => name === 'journal-fallback.ndjson') ?? null,
    }
  } finally {
    journal?.close()
  }
}

/** A file may be gone between its listing and its measuring: the engine is at work. */
function filesIn(folder: string): readonly FileSize[] {
  const names = readdirSync(folder).toSorted()
  return names.flatMap((name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false })
    return found?.isFile() && !/^\.|-shm$|\.part-/.test(name) ? [{ name, bytes: found.size }] : []
  })
}

/** The journal in the form the engine keeps it in. Throws StorageRefusal. */
function booksOf(journal: SqliteJournal, instruments: ReadonlyMap<string, Instrument>, opening: Opening): BooksSurvey {
  const { engine, lastTime } = foldJournal(journal, instruments, opening)
  const { account, execution, ledger, settings } = engine.state
  const context = { engine, instruments }
  const live = [...execution.live.keys()].flatMap((instrumentId) => liveOrders(execution, instrumentId))
  return {
    sequence: journal.lastSequence, lastChangeAt: lastTime === null ? null : isoTime(lastTime),
    mode: account.mode, sessionId: account.sessionId, trading: account.trading,
    latches: Array.from(account.latches, ([latch, { reason, setAt }]) => ({ latch, reason, setAt: isoTime(setAt) })),
    asset: settings.asset, wallet: money(ledger.wallets.get(settings.asset) ?? 0), tradeCount: ledger.tradeCount,
    realized: money(ledger.realized), fees: money(ledger.fees), funding: money(ledger.funding),
    positions: [...ledger.trades.values()].filter(({ position }) => position.quantity !== 0).map((trade) => positionOf(trade, context)),
    orders: live.map((record) => orderOf(record, instruments)),
  }
}

const money = (amount: number): string => formatDecimal(amount, MONEY_DECIMALS, true)

interface Context {
  readonly engine: Engine
  readonly instruments: ReadonlyMap<string, Instrument>
}

function positionOf({ position, decisionId, openedAt }: OpenTrade, { engine, instruments }: Context): PositionSurvey {
  const { instrumentId, strategyId, quantity, entryId, cost } = position
  const { execution } = engine.state
  const stop = liveOrders(execution, instrumentId).findLast(hasPurpose('protect'))
  return {
    instrument: instrumentId, strategy: strategyId, side: quantity > 0 ? 'long' : 'short',
    quantity: textOf(instruments, instrumentId, openedAt).quantity(Math.abs(quantity)), entryId, decisionId,
    openedAt: isoTime(openedAt), cost: money(cost), stop: stop ? orderOf(stop, instruments) : null,
    exitReason: execution.custody.get(instrumentId)?.exitReason ?? null,
  }
}

function orderOf({ order, state, filled }: OrderRecord, instruments: ReadonlyMap<string, Instrument>): OrderSurvey {
  const { intentId, entryId, purpose, terms, createdAt } = order
  const { instrumentId, side, type, quantity, triggerPrice } = terms
  const text = textOf(instruments, instrumentId, createdAt)
  return {
    instrument: instrumentId, orderId: intentId, entryId: entryId ?? intentId, purpose, side, type,
    quantity: quantity === undefined ? null : text.quantity(quantity), filled: text.quantity(filled),
    triggerPrice: triggerPrice === undefined ? null : text.price(triggerPrice), state,
  }
}

interface Texts {
  price(value: number): string
  quantity(value: number): string
}

function textOf(instruments: ReadonlyMap<string, Instrument>, instrumentId: string, time: TimeMs): Texts {
  const instrument = instruments.get(instrumentId)
  if (!instrument) throw new RangeError(`${instrumentId} is not known here`)
  const { priceDecimals, quantityDecimals } = versionAt(instrument, time)
  return { price: (value) => formatDecimal(value, priceDecimals, true), quantity: (value) => formatDecimal(value, quantityDecimals, true) }
}
