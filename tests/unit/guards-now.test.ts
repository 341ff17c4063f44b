import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, type Price, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { guardsNow } from '../../src-main/engine/guards-now.ts'
import { GUARDS } from '../../src-main/risk/guards.ts'
import type { GuardVerdict } from '../../src-shared/domain/decision.ts'
import { RISK } from '../support/policy-cases.ts'
import { CALM } from '../support/risk-cases.ts'
import { candleAt, ScriptedAccount, type Script } from '../support/scripted-account.ts'

const NOON = (20_000 * DAY_MS + 12 * HOUR_MS) as TimeMs
const PRICE = 6_000_000
const NAMES = GUARDS.map((guard) => guard(CALM, RISK).guard)
const FIVE_MINUTES = 300_000

/** Sixteen days whose candles swing by half a percent, so that every range is known. */
const candles = Array.from({ length: (16 * DAY_MS) / FIVE_MINUTES }, (_, index) => {
  const candle = candleAt(NOON - 16 * DAY_MS + (index + 1) * FIVE_MINUTES, PRICE)
  return { ...candle, high: (PRICE * 1.0025) as Price, low: (PRICE * 0.9975) as Price }
})
const account = (script: Partial<Script> = {}) => new ScriptedAccount({ from: NOON, candles, ...script })
const funded = (run: ScriptedAccount, rate = 10_000): ScriptedAccount =>
  run.tell({ kind: 'funding-settled', time: NOON, funding: { instrumentId: 'BTCUSDT', fundingTime: (NOON - 4 * HOUR_MS) as TimeMs, rate: rate as Rate, intervalMs: 8 * HOUR_MS } })
const of = (run: ScriptedAccount, name: string): GuardVerdict => guardsNow(run.engine.state).find(({ guard }) => guard === name)!
const refusing = (run: ScriptedAccount): string[] => guardsNow(run.engine.state).flatMap(({ guard, verdict }) => (verdict === 'refuse' ? [guard] : []))

describe('the guards of now', () => {
  it('are all there right after a start, each in its place, before any price has come', () => {
    const run = account().reconcile(NOON)
    expect(guardsNow(run.engine.state).map(({ guard }) => guard)).toEqual(NAMES)
    expect(of(run, 'daily-loss')).toMatchObject({ verdict: 'allow', value: 0, limit: 0.02 })
    expect(of(run, 'pre-trade-loss')).toMatchObject({ verdict: 'allow', value: 0, limit: 200 })
    expect(of(run, 'notional-total')).toMatchObject({ verdict: 'allow', value: 0, limit: 5_000 })
    // Nobody knows how far away anything is while there is no price.
    expect(refusing(run)).toEqual(['stale-mark', 'liquidation-distance', 'funding-against'])
  })

  it('allow everything where all is well, with the distances of an entry', () => {
    const run = funded(account().reconcile(NOON)).mark(NOON, PRICE)
    expect(refusing(run)).toEqual([])
    expect(of(run, 'liquidation-distance').value).toBeGreaterThan(0.3)
    // Held for two days over six settlements of .01 %: the longest that an entry may last, since no decision has said how long it would.
    expect(of(run, 'funding-against').value).toBeCloseTo(0.0006, 9)
  })

  it('say what the account has in use, without an entry that nobody wants', () => {
    const run = funded(account().reconcile(NOON)).mark(NOON, PRICE).open(NOON, 5, PRICE)
    expect(of(run, 'notional-total')).toMatchObject({ value: 300 })
    expect(of(run, 'notional-order')).toMatchObject({ value: 0 })
    expect(of(run, 'margin-use').value).toBeCloseTo(0.01, 9)
    expect(of(run, 'pre-trade-loss')).toMatchObject({ value: 0, limit: 199 })
  })

  it('tell of each guard the worst answer of both sides', () => {
    expect(of(funded(account().reconcile(NOON), 50_000).mark(NOON, PRICE), 'funding-against').verdict).toBe('refuse')
    expect(of(funded(account().reconcile(NOON), -50_000).mark(NOON, PRICE), 'funding-against').verdict).toBe('refuse')
  })

  it('refuse what is not known', () => {
    const run = funded(account()).mark(NOON, PRICE)
    expect(of(run, 'daily-loss')).toMatchObject({ verdict: 'refuse', value: Number.NaN })
    expect(of(run, 'not-reconciled')).toMatchObject({ verdict: 'refuse' })
  })

  it('change nothing and are written nowhere', () => {
    const run = funded(account().reconcile(NOON)).mark(NOON, PRICE).open(NOON, 5, PRICE).mark(NOON, PRICE - 3_000_000)
    const { state } = run.engine
    const told = (): unknown => structuredClone([state.account, state.ledger, state.execution, state.strategies.map(({ lastDecisions }) => [...lastDecisions]), state.asked, state.weightyChanges, state.reconcilesAsked, state.wakeAt])
    const before = told()
    const count = run.changes.length
    const first = guardsNow(state)
    expect(first.some(({ verdict }) => verdict === 'refuse')).toBe(true)
    expect(guardsNow(state)).toEqual(first)
    expect(told()).toEqual(before)
    expect(run.changes).toHaveLength(count)
  })
})

describe('a position that would have to pay at the next settlement', () => {
  const settlement = NOON + 4 * HOUR_MS
  const wanting = (script: Partial<Script>, rate: number) => funded(account(script).reconcile(NOON), rate).mark(NOON, PRICE).open(NOON, 5, PRICE)
  const before: Partial<Script> = { config: (config) => ({ ...config, risk: { ...config.risk, closeBeforeFundingMs: 60_000 } }) }

  it('is closed so long before it as the account says', () => {
    const run = wanting(before, 200_000).mark(settlement - 60_001, PRICE)
    expect(run.of('exit-due')).toEqual([])
    run.mark(settlement - 60_000, PRICE)
    expect(run.of('exit-due')).toMatchObject([{ instrumentId: 'BTCUSDT', reason: 'funding-near' }])
    expect(run.of('intent-opened').at(-1)?.order).toMatchObject({ purpose: 'reduce', reason: 'funding-near' })
  })

  it('stays where the account does not say so, where it receives, and where it is little', () => {
    for (const run of [wanting({}, 200_000), wanting(before, -200_000), wanting(before, 100_000)]) {
      expect(run.mark(settlement - 1, PRICE).of('exit-due')).toEqual([])
    }
  })
})
