import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { ApprovedOrder, Fill, OrderIntent } from '../../src-shared/domain/order.ts'
import type { LedgerEntry } from '../../src-shared/domain/position.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import { ACCOUNT } from './storage-samples.ts'

/** 2025-11-21T04:40:00.000Z */
export const START = 1_763_700_000_000
export const ENTRY = 'pe.BTCUSDT.a.o'
export const STOP = 'pe.BTCUSDT.a.s1'
export const DECISION = 'perp-ev/BTCUSDT/1763700000000'
const ours = { accountId: ACCOUNT, strategyId: 'perp-ev' }

const at = (seconds: number): TimeMs => (START + 1_000 * seconds) as TimeMs

function order(intentId: string, seconds: number, rest: Omit<OrderIntent, 'intentId' | 'accountId' | 'strategyId' | 'createdAt'>): JournalledChange {
  return { kind: 'intent-opened', time: at(seconds), order: { intentId, ...ours, createdAt: at(seconds), ...rest } as ApprovedOrder }
}

function fill(tradeId: string, seconds: number, rest: Pick<Fill, 'clientOrderId' | 'side' | 'price' | 'fee'>, realized: number): JournalledChange {
  const whole: Fill = { venue: 'sim', instrumentId: 'BTCUSDT', tradeId, venueOrderId: `9007199254740993${tradeId}`, quantity: 12 as Quantity, liquidity: 'taker', time: at(seconds), ...rest }
  return { kind: 'fill-booked', time: at(seconds), fill: whole, ...ours, entryId: ENTRY, realized: realized as Amount }
}

function posted(kind: LedgerEntry['kind'], seconds: number, amount: number, reference: string): JournalledChange {
  const entry: LedgerEntry = { ...ours, instrumentId: kind === 'transfer' ? '' : 'BTCUSDT', kind, asset: 'USDT', amount: amount as Amount, time: at(seconds), reference }
  return { kind: 'ledger-posted', time: at(seconds), entry }
}

/**
 * One round trip of .012 BTC, long from 95,000.00, stopped at 93,990.50: realized −12.114, fees −1.133943, funding −.114,
 * of a wallet of 10,000 USDT.
 */
export function roundTrip(): JournalledChange[] {
  return [
    { kind: 'session-started', time: at(0), sessionId: 's-1', mode: 'demo', configHash: 'c0ffee' },
    posted('transfer', 0, 10_000_00000000, 'initial-deposit'),
    { kind: 'trading-switched', time: at(0), on: true, by: 'demo' },
    ...entered(),
    posted('funding', 3, -11400000, 'BTCUSDT-funding'),
    fill('2', 4, { clientOrderId: STOP, side: 'sell', price: 9_399_050 as Price, fee: 56394300 as Amount }, -12_11400000),
    posted('realized', 4, -12_11400000, '2'),
    posted('fee', 4, -56394300, '2'),
    { kind: 'order-closed', time: at(4), intentId: STOP, state: 'filled', detail: '' },
    {
      kind: 'trade-closed', time: at(4), trade: {
        ...ours, instrumentId: 'BTCUSDT', entryId: ENTRY, decisionId: DECISION, side: 'long', quantity: 12 as Quantity, openedAt: at(1), closedAt: at(4),
        entryCost: 1_140_00000000 as Amount, realized: -12_11400000 as Amount, fees: -1_13394300 as Amount, funding: -11400000 as Amount, exitReason: 'stop',
      },
    },
  ]
}

/** The first half of it: entered, and its stop rests at the venue. */
export function entered(): JournalledChange[] {
  const terms = { instrumentId: 'BTCUSDT', side: 'buy', type: 'market', quantity: 12 as Quantity, reduceOnly: false, closePosition: false } as const
  const exitPlan = { stopPrice: 9_400_000 as Price, takeProfitPrice: 9_700_000 as Price, exitTime: at(3_600), labelSpecHash: 'abc' }
  return [
    order(ENTRY, 1, { purpose: 'open', terms, decisionId: DECISION, reason: 'ev-above-threshold', exitPlan, lossAtStop: 13_00000000 as Amount, referencePrice: 9_500_000 as Price }),
    { kind: 'attempt-sent', time: at(1), intentId: ENTRY, attempt: 1 },
    { kind: 'order-accepted', time: at(1), intentId: ENTRY, venueOrderId: '90071992547409931' },
    fill('1', 1, { clientOrderId: ENTRY, side: 'buy', price: 9_500_000 as Price, fee: 57000000 as Amount }, 0),
    posted('fee', 1, -57000000, '1'),
    { kind: 'order-closed', time: at(1), intentId: ENTRY, state: 'filled', detail: '' },
    order(STOP, 2, { purpose: 'protect', entryId: ENTRY, reason: 'protect-position', terms: { instrumentId: 'BTCUSDT', side: 'sell', type: 'stop-market', triggerPrice: 9_400_000 as Price, reduceOnly: false, closePosition: true } }),
    { kind: 'attempt-sent', time: at(2), intentId: STOP, attempt: 1 },
    { kind: 'order-accepted', time: at(2), intentId: STOP, venueOrderId: '90071992547409932' },
  ]
}
