import { describe, expect, it } from 'vitest'
import { VOCABULARY } from '../../src-shared/contract/vocabulary.ts'
import type { DecisionRow, GuardView, LogRow, OrderRow, PositionRow, SideView, StatusView } from '../../src-shared/contract/views.ts'
import { GUARD_EFFECTS } from '../../src-renderer/panels/guards/catalogue.ts'
import { guardLines, headroomOf, usedPart } from '../../src-renderer/panels/guards/guard-lines.ts'
import { atLeast, keyOf, newerThan } from '../../src-renderer/panels/log/rows.ts'
import { looksOf, newestFirst } from '../../src-renderer/panels/orders/order-looks.ts'
import { distanceOf, lineOf, protectedCount, protectionOf, totalsOf } from '../../src-renderer/panels/positions/lines.ts'
import { countReasons, filterDecisions, nearerSide, refusals, withoutEntry } from '../../src-renderer/panels/why/reasons.ts'

const position = (more: Partial<PositionRow> = {}): PositionRow => ({
  entryId: 'e', instrumentId: 'BTCUSDT', side: 'long', quantity: '0.035', asset: 'USDT', entry: '111945', mark: '112480.1', unrealized: '18.7285', stop: '111550.2', takeProfit: '112734.6', liquidation: '90283.6',
  openedAt: 1_000, exitTime: 9_000, stopVerified: true, stopOrderId: 's', exitReason: null, lossAtStop: '13.82', priceDecimals: 1, ...more,
})
const order = (more: Partial<OrderRow> = {}): OrderRow => ({
  intentId: 's', strategyId: 'p', instrumentId: 'BTCUSDT', purpose: 'protect', side: 'sell', type: 'stop-market', quantity: '0.035', filled: '0', trigger: '111550.2', state: 'accepted', attempts: 1,
  venueOrderId: '1', reason: 'protect-position', detail: '', createdAt: 1_100, updatedAt: 1_200, priceDecimals: 1, ...more,
})

describe('positions', () => {
  it('are this far from a price, in parts of the mark and in ranges of an hour', () => {
    const { part, atrs } = distanceOf('90', '100', 0.004)!
    expect([part, atrs].map((value) => Number(value?.toFixed(6)))).toEqual([-0.1, 25])
    expect(distanceOf('103', '100', 0.004)!.atrs).toBeCloseTo(7.5, 9)
    expect(distanceOf('103', '100', null)!.atrs).toBeNull()
    expect([distanceOf(null, '100', 0.004), distanceOf('90', null, 0.004)]).toEqual([null, null])
  })

  it('have an exact notional, and their gain is a part of what was paid', () => {
    const line = lineOf(position(), 0.003, [])
    expect(line.notional).toBe('3936.8035')
    expect(line.gain).toBeCloseTo(18.7285 / (111_945 * 0.035), 12)
    expect(lineOf(position({ mark: null, unrealized: null }), 0.003, [])).toMatchObject({ notional: null, gain: null, stop: null })
  })

  it('are protected by a stop that is known to rest, and by nothing else', () => {
    expect(protectionOf(position(), [])).toEqual({ kind: 'at-venue', since: 0 })
    const naked = position({ stopVerified: false })
    expect(protectionOf(naked, [order({ state: 'unknown', createdAt: 1_500 })])).toEqual({ kind: 'sent', since: 1_500 })
    expect(protectionOf(naked, [])).toEqual({ kind: 'missing', since: 1_000 })
    expect(protectionOf(naked, [order({ state: 'rejected', updatedAt: 1_700 })])).toEqual({ kind: 'missing', since: 1_700 })
    expect(protectionOf(naked, [order({ state: 'sent', createdAt: 900 }), order({ state: 'sent', instrumentId: 'ETHUSDT' }), order({ state: 'sent', purpose: 'take-profit' })]).kind).toBe('missing')
    expect(protectionOf(position({ exitReason: 'flatten' }), []).kind).toBe('closing')
  })

  it('count only with exactly one live stop', () => {
    const rows = [position(), position({ instrumentId: 'ETHUSDT' }), position({ instrumentId: 'SOLUSDT', stopVerified: false })]
    expect(protectedCount(rows, [order()])).toBe(2)
    expect(protectedCount(rows, [order(), order({ intentId: 's2' })])).toBe(1)
    expect(protectedCount(rows, [order(), order({ intentId: 's2', state: 'cancelled' })])).toBe(2)
  })

  it('add up exactly, and not when one is not known; the nearest liquidation is the nearest in ranges', () => {
    const lines = [lineOf(position(), 0.003, []), lineOf(position({ instrumentId: 'ETHUSDT', mark: '100', entry: '100', quantity: '1', unrealized: '-0.03', liquidation: '80' }), 0.02, [])]
    expect(totalsOf(lines)).toMatchObject({ notional: '4036.8035', unrealized: '18.6985' })
    expect(totalsOf(lines).nearest?.atrs).toBeCloseTo(10, 9)
    expect(totalsOf([...lines, lineOf(position({ unrealized: null, mark: null }), null, [])])).toMatchObject({ notional: null, unrealized: null })
  })
})

describe('orders', () => {
  it('of unknown outcome look like what is on its way: neither failed nor done', () => {
    for (const state of ['unknown', 'sent', 'pending']) expect(looksOf(state)).toEqual({ tone: 'info', icon: 'turning', isOpen: true })
    expect(looksOf('rejected').isOpen).toBe(false)
    expect(looksOf('of-another-version')).toEqual({ tone: 'quiet', isOpen: false })
  })

  it('have a look for every state of the vocabulary', () => {
    const plain = Object.keys(VOCABULARY['order-state']).filter((state) => looksOf(state).tone === 'quiet' && looksOf(state).icon === undefined)
    expect(plain).toEqual(['superseded'])
  })

  it('stand newest first, the later told before the earlier of the same time', () => {
    const rows = [order({ intentId: 'a', createdAt: 1 }), order({ intentId: 'b', createdAt: 3 }), order({ intentId: 'c', createdAt: 3 }), order({ intentId: 'd', createdAt: 2 })]
    expect(newestFirst(rows).map(({ intentId }) => intentId).join('')).toBe('cbda')
  })
})

const value = (expectedValue: number | null): SideView => ({ expectedValue, winProbability: 0.5, breakEvenProbability: 0.45 })
const decision = (reason: string, instrumentId = 'BTCUSDT', more: Partial<DecisionRow> = {}): DecisionRow => ({
  decisionId: 'd', strategyId: 'p', instrumentId, asOf: 0, action: 'FLAT', reason, long: null, short: null, mark: '1', quantity: '0', notional: '0', stop: null, takeProfit: null, guards: [], priceDecimals: 1, ...more,
})

describe('why no trade', () => {
  const rows = [decision('no-edge'), decision('refused', 'ETHUSDT'), decision('no-edge', 'ETHUSDT'), decision('ev-above-threshold', 'SOLUSDT', { action: 'LONG' }), decision('below-margin')]

  it('counts reasons of decisions that opened nothing, the most frequent first', () => {
    expect(countReasons(withoutEntry(rows))).toEqual([{ reason: 'no-edge', count: 2, part: 0.5 }, { reason: 'below-margin', count: 1, part: 0.25 }, { reason: 'refused', count: 1, part: 0.25 }])
    expect(countReasons([])).toEqual([])
  })

  it('filters by instrument and reason', () => {
    const found = (instrumentId: string | null, reason: string | null): number => filterDecisions(rows, { instrumentId, reason }).length
    expect([found(null, null), found('ETHUSDT', null), found(null, 'no-edge'), found('ETHUSDT', 'no-edge'), found('ADAUSDT', null)]).toEqual([5, 2, 2, 1, 0])
  })

  it('names the nearer side and the guards that refused', () => {
    expect(nearerSide(decision('no-edge'))).toBeUndefined()
    expect(nearerSide(decision('no-edge', 'A', { long: value(-0.2), short: value(-0.1) }))?.side).toBe('short')
    expect(nearerSide(decision('no-edge', 'A', { long: value(null), short: null }))?.side).toBe('long')
    expect(nearerSide(decision('no-edge', 'A', { long: null, short: value(null) }))?.side).toBe('short')
    const guards: GuardView[] = [{ guard: 'a', verdict: 'warn', value: 1, limit: 1, unit: 'ms' }, { guard: 'b', verdict: 'refuse', value: 2, limit: 1, unit: 'ms' }]
    expect(refusals(decision('refused', 'A', { guards })).map(({ guard }) => guard)).toEqual(['b'])
  })
})

describe('the log', () => {
  const row = (level: LogRow['level']): LogRow => ({ time: 0, level, code: 'x', values: {} })
  const rows = [row('info'), row('warn'), row('alarm'), row('info')]

  it('shows a level and what is above it', () => {
    expect([atLeast(rows, 'info').length, atLeast(rows, 'warn').length, atLeast(rows, 'alarm').length]).toEqual([4, 2, 1])
  })

  it('counts what came while it was held, also when the held rows are forgotten', () => {
    expect(newerThan(rows, rows.slice(0, 2))).toBe(2)
    expect(newerThan(rows, rows)).toBe(0)
    expect(newerThan(rows.slice(2), rows.slice(0, 2))).toBe(2)
  })

  it('knows each row by itself, equal ones too', () => {
    expect(new Set(rows.map(keyOf)).size).toBe(4)
    expect(keyOf(rows[0]!)).toBe(keyOf(rows[0]!))
  })
})

describe('guards', () => {
  const guard = (name: string, verdict: GuardView['verdict'], [amount, limit]: readonly [number | null, number | null], unit = 'USDT'): GuardView => ({ guard: name, verdict, value: amount, limit, unit })
  const status = (more: Partial<StatusView> = {}): StatusView => ({
    mode: 'demo', accountId: 'a', sessionId: 's', configHash: 'c', time: 0, ready: true, trading: true, strategyId: 'p', decisionIntervalMs: 1, nextDecisionAt: 1, asset: 'USDT', wallet: '100', equity: '99', dayResult: '-1',
    openingEquity: '100', highWater: '110', marginUsed: '10', marginUse: 0.1, lossAtStops: '0', marketAsOf: 0, venueHeardAt: 0, limits: { dailyLossMax: 0.02, drawdownMax: 0.1, marginUseWarn: 0.6, marginUseMax: 0.7 },
    latches: [], components: [{ component: 'journal', healthy: true, detail: '', heardAt: 0 }], tradeCount: 0, realized: '0', fees: '0', funding: '0', guards: [], ...more,
  })
  const lineOfGuard = (name: string, more: Partial<StatusView> = {}) => guardLines(status(more)).find((line) => line.guard === name)!

  it('are all there, named as the engine names them', () => {
    expect(Object.keys(GUARD_EFFECTS).toSorted()).toEqual(Object.keys(VOCABULARY.guard).toSorted())
    expect(guardLines(status()).length).toBe(25)
  })

  it('have used up a part of a ceiling, and a floor when the value comes down to it', () => {
    expect(usedPart(guard('notional-total', 'allow', [4_000, 5_000]))).toBe(0.8)
    expect(headroomOf(guard('notional-total', 'allow', [4_000, 5_000]))).toBe(1_000)
    expect(usedPart(guard('liquidation-distance', 'allow', [0.32, 0.08], 'part of the mark price'))).toBeCloseTo(0.25, 12)
    expect(headroomOf(guard('liquidation-distance', 'allow', [0.32, 0.08], 'part of the mark price'))).toBeCloseTo(0.24, 12)
    expect(usedPart(guard('liquidation-distance', 'refuse', [-0.01, 0.08], 'part of the mark price'))).toBe(1)
    expect(usedPart(guard('funding-against', 'allow', [-0.001, 0.001], 'part of notional'))).toBe(0)
  })

  it('have no more or less where it is yes or no, nothing allowed, or unknown', () => {
    for (const one of [guard('journal', 'allow', [1, 1], 'journal writable'), guard('latch', 'refuse', [2, 0], 'latches set'), guard('slippage', 'refuse', [null, 3], 'multiple of'), guard('slippage', 'refuse', [1, null], 'multiple of')]) {
      expect([usedPart(one), headroomOf(one)]).toEqual([null, null])
    }
  })

  it('stand nearest first: refusing, unknown, near, holding by what is used, not asked yet', () => {
    const guards = [guard('order-rate', 'allow', [3, 20], 'orders'), guard('notional-total', 'allow', [4_500, 5_000]), guard('slippage', 'refuse', [null, 3], 'multiple of'), guard('funding-against', 'refuse', [0.004, 0.001], 'part of notional'), guard('notional-order', 'allow', [700, 1_000])]
    const lines = guardLines(status({ guards }))
    expect(lines.slice(0, 5).map((line) => `${line.guard} ${line.state}`)).toEqual(['funding-against tripped', 'slippage unknown', 'notional-total near', 'notional-order holds', 'order-rate holds'])
    expect(lines.at(-1)?.state).toBe('unchecked')
    const order = lines.map(({ state }) => ['tripped', 'unknown', 'near', 'holds', 'per-order', 'unchecked'].indexOf(state))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  it('warn where the strategy says, else from four fifths of the limit', () => {
    const use = (value: number): Partial<StatusView> => ({ guards: [guard('margin-use', 'allow', [value, 0.7], 'initial margin / margin balance')] })
    expect(lineOfGuard('margin-use', use(0.59))).toMatchObject({ state: 'holds', warnAt: 0.6 / 0.7 })
    expect(lineOfGuard('margin-use', use(0.61)).state).toBe('near')
    expect(lineOfGuard('loss-streak', { guards: [guard('loss-streak', 'warn', [5, 8], 'losses in a row')] })).toMatchObject({ state: 'near', warnAt: 0.625 })
    expect(lineOfGuard('notional-total', { guards: [guard('notional-total', 'allow', [3_999, 5_000])] }).state).toBe('holds')
  })

  it('are not asked yet only when they truly were not, and the form of an order waits for one', () => {
    expect(lineOfGuard('entry-form').state).toBe('per-order')
    expect(lineOfGuard('daily-loss').state).toBe('unchecked')
    expect(lineOfGuard('daily-loss', { guards: [guard('daily-loss', 'refuse', [null, 0.02], 'part of opening equity')] })).toMatchObject({ state: 'unknown', used: null, headroom: null })
    expect(lineOfGuard('order-rate', { guards: [guard('order-rate', 'allow', [3, 20], 'orders')] })).toMatchObject({ state: 'holds', headroom: 17 })
  })
})
