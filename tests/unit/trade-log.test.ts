import { describe, expect, it } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { ApprovedOrder } from '../../src-shared/domain/order.ts'
import type { Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { fillsTable, ledgerTable, tradesTable } from '../../src-main/reports/book-tables.ts'
import { decisionsTable } from '../../src-main/reports/decision-table.ts'
import type { TableContext } from '../../src-main/reports/exact-cells.ts'
import { exportLines, type ExportTable } from '../../src-main/reports/export-row.ts'
import { ordersTable } from '../../src-main/reports/orders-table.ts'
import { tradeLog } from '../../src-main/reports/trade-log.ts'
import { btc } from '../support/instruments.ts'
import { readCsvRows } from '../support/read-csv.ts'
import { DECISION, entered, ENTRY, roundTrip, START, STOP } from '../support/round-trip.ts'
import { decisionAt } from '../support/storage-samples.ts'

type Tables = (changes: Iterable<JournalledChange>, context: TableContext) => ExportTable

const everything: TableContext = { instrumentOf: () => btc, from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER }
const between = (from: number, to: number): TableContext => ({ ...everything, from: START + from * 1_000, to: START + to * 1_000 })

async function textOf(table: ExportTable): Promise<string> {
  let text = ''
  for await (const line of exportLines(table, 'csv')) text += `${line}\n`
  return text
}
const rowsOf = async (table: Tables, changes: Iterable<JournalledChange> = roundTrip(), context = everything) => readCsvRows(await textOf(table(changes, context)))
const cells = (rows: readonly Record<string, string>[], ...names: readonly string[]): string[] => rows.map((row) => names.map((name) => row[name]).join(' '))

describe('the trade log', () => {
  it('shows all of a round trip in one stream', async () => {
    expect(cells(await rowsOf(tradeLog), 'time', 'kind', 'order_id', 'side', 'quantity', 'price', 'trigger_price', 'amount', 'state', 'exit_reason')).toEqual([
      '2025-11-21T04:40:00.000Z transfer      10000.00000000  ',
      `2025-11-21T04:40:01.000Z order ${ENTRY} buy 0.012    pending `,
      `2025-11-21T04:40:01.000Z outcome ${ENTRY} buy 0.012    sent `,
      `2025-11-21T04:40:01.000Z outcome ${ENTRY} buy 0.012    accepted `,
      `2025-11-21T04:40:01.000Z fill ${ENTRY} buy 0.012 95000.00    `,
      `2025-11-21T04:40:01.000Z fee ${ENTRY}     -0.57000000  `,
      `2025-11-21T04:40:01.000Z outcome ${ENTRY} buy 0.012    filled `,
      `2025-11-21T04:40:02.000Z order ${STOP} sell   94000.00  pending `,
      `2025-11-21T04:40:02.000Z outcome ${STOP} sell   94000.00  sent `,
      `2025-11-21T04:40:02.000Z outcome ${STOP} sell   94000.00  accepted `,
      '2025-11-21T04:40:03.000Z funding      -0.11400000  ',
      `2025-11-21T04:40:04.000Z fill ${STOP} sell 0.012 93990.50    `,
      `2025-11-21T04:40:04.000Z realized ${STOP}     -12.11400000  `,
      `2025-11-21T04:40:04.000Z fee ${STOP}     -0.56394300  `,
      `2025-11-21T04:40:04.000Z outcome ${STOP} sell   94000.00  filled `,
      '2025-11-21T04:40:04.000Z trade  long 0.012   -13.36194300 closed stop',
    ])
  })

  it('names entry and decision on every row of the round trip', async () => {
    const rows = await rowsOf(tradeLog)
    expect(new Set(cells(rows.slice(1), 'entry_id', 'decision_id', 'instrument'))).toEqual(new Set([`${ENTRY} ${DECISION} BTCUSDT`]))
    expect(cells(rows.slice(0, 1), 'entry_id', 'decision_id')).toEqual([' '])
  })

  it('has amounts of the books that add up to the wallet, and a trade that adds up to its own', async () => {
    const rows = await rowsOf(tradeLog)
    const sum = (kinds: readonly string[]): number => rows.filter(({ kind }) => kinds.includes(kind!)).reduce((total, { amount }) => total + Number(amount!.replace('.', '')), 0)
    expect(sum(['transfer', 'fee', 'funding', 'realized'])).toBe(9_986_63805700)
    expect(sum(['fee', 'funding', 'realized'])).toBe(sum(['trade']))
    expect(rows.filter(({ amount }) => amount !== '').map(({ kind }) => kind)).toEqual(['transfer', 'fee', 'funding', 'realized', 'fee', 'trade'])
  })

  it('takes the first moment and leaves the last one out, and still knows what came before', async () => {
    const rows = await rowsOf(tradeLog, roundTrip(), between(3, 4))
    expect(cells(rows, 'kind', 'entry_id', 'decision_id')).toEqual([`funding ${ENTRY} ${DECISION}`])
    expect((await rowsOf(tradeLog, roundTrip(), between(4, 5)))[0]).toMatchObject({ kind: 'fill', purpose: 'protect', decision_id: DECISION })
  })

  it('says why an order was rejected, lost or cancelled', async () => {
    const time = (START + 9_000) as TimeMs
    const rows = await rowsOf(tradeLog, [
      ...entered(),
      { kind: 'order-unknown', time, intentId: STOP, detail: 'no answer in 5 s' },
      { kind: 'cancel-requested', time, instrumentId: 'BTCUSDT', intentId: STOP, reason: 'position-closed' },
      { kind: 'order-rejected', time, intentId: STOP, reason: 'would-trigger', detail: '-2021' },
      { kind: 'exit-due', time, instrumentId: 'BTCUSDT', entryId: ENTRY, reason: 'time-exit' },
    ])
    expect(cells(rows.slice(-4), 'kind', 'order_id', 'state', 'reason', 'exit_reason', 'decision_id')).toEqual([
      `outcome ${STOP} unknown no answer in 5 s  ${DECISION}`, `cancel ${STOP}  position-closed  ${DECISION}`, `outcome ${STOP} rejected would-trigger: -2021  ${DECISION}`, `exit-due    time-exit ${DECISION}`,
    ])
  })

  it('gives a liquidation fee that comes after its trade to that trade, and later funding to nobody', async () => {
    const late = roundTrip().filter((change) => change.kind === 'ledger-posted').at(-1)!
    const again = (kind: 'liquidation-fee' | 'funding', reference: string): JournalledChange => ({ ...late, entry: { ...late.entry, kind, reference } })
    const rows = await rowsOf(tradeLog, [...roundTrip(), again('liquidation-fee', 'x'), again('funding', 'y')])
    expect(cells(rows.slice(-2), 'kind', 'entry_id')).toEqual([`liquidation-fee ${ENTRY}`, 'funding '])
  })

  it('remembers a live order however many others have come and gone', async () => {
    const others = Array.from({ length: 5_000 }, (_, n): JournalledChange[] => [
      { kind: 'intent-opened', time: START as TimeMs, order: { ...openOrder(), intentId: `other-${n}` } as ApprovedOrder },
      { kind: 'order-rejected', time: START as TimeMs, intentId: `other-${n}`, reason: 'filter', detail: '' },
    ])
    const rows = await rowsOf(tradeLog, [...entered(), ...others.flat(), ...roundTrip().slice(-6)])
    expect(rows.at(-2)).toMatchObject({ kind: 'outcome', order_id: STOP, state: 'filled', purpose: 'protect', decision_id: DECISION })
    expect(rows.at(-6)).toMatchObject({ kind: 'funding', decision_id: DECISION })
  })

  it('writes each price with the decimals that were in force', async () => {
    const [version] = btc.versions
    const dated: Instrument = { ...btc, versions: [version!, { ...version!, validFrom: (START + 4_000) as TimeMs, priceDecimals: 3, quantityDecimals: 1 }] }
    const rows = await rowsOf(fillsTable, roundTrip(), { ...everything, instrumentOf: () => dated })
    expect(cells(rows, 'quantity', 'price')).toEqual(['0.012 95000.00', '1.2 9399.050'])
  })

  it('ends where the decimals of an instrument are not known', async () => {
    const instrumentOf = (id: string): Instrument => {
      throw new Error(`${id} is not known`)
    }
    await expect(rowsOf(tradeLog, roundTrip(), { ...everything, instrumentOf })).rejects.toThrow('BTCUSDT is not known')
    expect(await rowsOf(ledgerTable, roundTrip(), { ...everything, instrumentOf })).toHaveLength(5)
  })
})

const openOrder = (): ApprovedOrder => entered().find((change) => change.kind === 'intent-opened')!.order

describe('the tables', () => {
  it('show a trade with its sums', async () => {
    expect(await rowsOf(tradesTable)).toEqual([{
      opened_at: '2025-11-21T04:40:01.000Z', closed_at: '2025-11-21T04:40:04.000Z', instrument: 'BTCUSDT', strategy: 'perp-ev', account: 'sim:demo:5', entry_id: ENTRY, decision_id: DECISION,
      side: 'long', quantity: '0.012', entry_cost: '1140.00000000', realized: '-12.11400000', fees: '-1.13394300', funding: '-0.11400000', net: '-13.36194300', asset: 'USDT', exit_reason: 'stop',
    }])
  })

  it('show fills with the ids of the venue, to the last digit', async () => {
    expect(cells(await rowsOf(fillsTable), 'order_id', 'purpose', 'price', 'fee', 'realized', 'trade_id', 'venue_order_id')).toEqual([
      `${ENTRY} open 95000.00 0.57000000 0.00000000 1 90071992547409931`, `${STOP} protect 93990.50 0.56394300 -12.11400000 2 90071992547409932`,
    ])
  })

  it('show the books line by line', async () => {
    expect(cells(await rowsOf(ledgerTable), 'kind', 'amount', 'reference', 'entry_id')).toEqual([
      'transfer 10000.00000000 initial-deposit ', `fee -0.57000000 1 ${ENTRY}`, `funding -0.11400000 BTCUSDT-funding ${ENTRY}`, `realized -12.11400000 2 ${ENTRY}`, `fee -0.56394300 2 ${ENTRY}`,
    ])
  })

  it('show orders with what came of them, living ones last', async () => {
    const extra: JournalledChange = { kind: 'intent-opened', time: START as TimeMs, order: { ...openOrder(), intentId: 'late' } as ApprovedOrder }
    expect(cells(await rowsOf(ordersTable, [extra, ...roundTrip()]), 'order_id', 'state', 'filled', 'attempts', 'trigger_price', 'close_position', 'decision_id')).toEqual([
      `${ENTRY} filled 0.012 1  false ${DECISION}`, `${STOP} filled 0.012 1 94000.00 true ${DECISION}`, `late pending 0.000 0  false ${DECISION}`,
    ])
    expect(cells(await rowsOf(ordersTable, roundTrip().slice(0, -2)), 'order_id', 'state', 'closed_at')).toEqual([`${ENTRY} filled 2025-11-21T04:40:01.000Z`, `${STOP} partially-filled `])
  })

  it('show decisions with the guards that refused them, and no price where there is none', async () => {
    const entry: Decision = { ...decisionAt(START, 'd-2'), action: 'LONG', reason: 'ev-above-threshold', guards: [], quantity: 12 as Quantity, stopPrice: 9_400_000 as Price, short: decisionAt(0, '').long }
    async function* pages(): AsyncGenerator<readonly Decision[]> {
      yield await Promise.resolve([decisionAt(START, 'd-1')])
      yield [entry]
    }
    const rows = readCsvRows(await textOf(decisionsTable(pages(), everything)))
    expect(cells(rows, 'decision_id', 'action', 'reason', 'refused_by', 'quantity', 'mark_price', 'stop_price', 'take_profit_price', 'long_expected_value', 'short_expected_value')).toEqual([
      'd-1 FLAT refused mark-age 0.000 95000.00   0.30000000000000004 ', 'd-2 LONG ev-above-threshold  0.012 95000.00 94000.00  0.30000000000000004 0.30000000000000004',
    ])
  })
})
