import { describe, expect, it } from 'vitest'
import type { BacktestReport, BacktestWish } from '../../src-shared/contract/backtest-report.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import { DAY_MS, HOUR_MS, type Amount } from '../../src-shared/domain/units.ts'
import { configFor, strategyOptions } from '../../src-main/modes/backtest-run.ts'
import { caveatsOf } from '../../src-main/reports/backtest-caveats.ts'
import { DecisionTally } from '../../src-main/reports/decision-tally.ts'
import { EquityRecorder } from '../../src-main/reports/equity-recorder.ts'
import type { PlacedTrade } from '../../src-main/reports/trade-statistics.ts'
import { perpEv } from '../../src-main/strategies/perp-ev/strategy.ts'
import { btc, instrumentNamed } from '../support/instruments.ts'
import { at, candle, decided, filled, marked, ordered, usdt, VALUE } from '../support/report-cases.ts'

describe('the tally of decisions', () => {
  const tallyOf = (...changes: readonly Change[]): DecisionTally => {
    const tally = new DecisionTally({ expectedValueMin: 0, margin: 0.02 })
    tally.publish(changes)
    return tally
  }
  const lostAt = (...changes: readonly Change[]): (readonly [string, string | null])[] => tallyOf(...changes).funnel.filter(({ lostTo }) => lostTo !== null).map(({ step, lostTo }) => [step, lostTo])
  const side = { ...VALUE, expectedValue: -0.001 }
  const dear = { ...side, breakEvenProbability: 1.2 }
  const unlikely = { ...VALUE, winProbability: 0.41 }

  it('loses each decision at the step that it did not pass', () => {
    for (const [step, reason] of [['forecast', 'forecast-missing'], ['forecast', 'forecast-stale'], ['forecast', 'funding-unknown'], ['payable', 'cost-exceeds-barrier'], ['positive', 'no-edge'], ['positive', 'seeded-none'],
      ['above-margin', 'below-margin'], ['above-margin', 'below-floor'], ['above-margin', 'adverse-too-large'], ['sized', 'too-small'], ['sized', 'equity-unknown'], ['allowed', 'refused']] as const) {
      expect(lostAt(decided({ reason }))).toEqual([[step, reason]])
    }
  })

  it('looks at a held instrument as if it were free', () => {
    const held = (long: typeof VALUE, short: typeof VALUE): Change => decided({ reason: 'position-held', long, short })
    expect(lostAt(held(dear, dear))).toEqual([['payable', 'cost-exceeds-barrier']])
    expect(lostAt(held(dear, side))).toEqual([['positive', 'no-edge']])
    expect(lostAt(held(unlikely, side))).toEqual([['above-margin', 'below-margin']])
    expect(lostAt(held({ ...VALUE, countedProbability: 0.41 }, side))).toEqual([['above-margin', 'below-margin']])
    expect(lostAt(held(side, VALUE))).toEqual([['free', 'position-held']])
    expect(lostAt(decided({ reason: 'position-held' }))).toEqual([['free', 'position-held']])
  })

  it('tells barriers that are not known yet from those that the venue would not take', () => {
    expect(lostAt(decided({ reason: 'barrier-unknown' }))).toEqual([['forecast', 'barrier-unknown']])
    expect(lostAt(decided({ reason: 'barrier-unknown', side: 'long', long: VALUE, short: VALUE }))).toEqual([['sized', 'barrier-unknown']])
  })

  it('loses an approved entry that never filled, and keeps one that filled in part', () => {
    const entry = [decided({ action: 'LONG', reason: 'ev-above-threshold' }), ordered('e', { purpose: 'open' })]
    expect(lostAt(...entry, { kind: 'order-rejected', time: at(1), intentId: 'e', reason: 'insufficient-margin', detail: '' })).toEqual([['entered', 'insufficient-margin']])
    expect(lostAt(...entry, filled('e', 'buy', [1, 1], 1), { kind: 'order-closed', time: at(1), intentId: 'e', state: 'expired', detail: '' })).toEqual([])
  })

  it('counts reasons by instrument, what guards said, and how many were free', () => {
    const guards = [{ guard: 'drawdown', verdict: 'refuse', value: 1, limit: 1, unit: '' }, { guard: 'loss-streak', verdict: 'warn', value: 1, limit: 1, unit: '' }, { guard: 'latch', verdict: 'allow', value: 0, limit: 0, unit: '' }] as const
    const tally = tallyOf(decided(), decided({ instrumentId: 'ETHUSDT' }), decided({ reason: 'refused', side: 'long', guards }), decided({ reason: 'position-held' }), decided({ reason: 'forecast-missing' }))
    expect(tally.reasons[0]).toEqual({ reason: 'no-edge', count: 2, byInstrument: { BTCUSDT: 1, ETHUSDT: 1 } })
    expect(tally.guards).toEqual([{ guard: 'drawdown', refused: 1, warned: 0 }, { guard: 'loss-streak', refused: 0, warned: 1 }])
    expect([tally.decisions, tally.entries, tally.free, tally.firstAt]).toEqual([5, 0, 3, 0])
  })
})

describe('equity hour by hour', () => {
  const eth = instrumentNamed('ETHUSDT')
  const look = { now: 0, worth: 1_000 }
  const recorder = new EquityRecorder([btc, eth], { from: at(HOUR_MS / 2), deposit: usdt(1_000), look: { time: () => at(look.now), equity: () => usdt(look.worth) } })
  const turn = (now: number, worth: number, ...changes: readonly Change[]): void => {
    Object.assign(look, { now, worth })
    recorder.publish(changes)
  }
  turn(HOUR_MS / 2, 1_000, marked(100_00, HOUR_MS / 2))
  turn(HOUR_MS, 1_010, marked(110_00, HOUR_MS))
  // Still at the hour, then after it: the hour has what the last turn at it came to.
  turn(HOUR_MS, 1_011)
  turn(HOUR_MS + 40, 1_020)
  turn(2 * HOUR_MS + 300_000, 1_030, candle(2 * HOUR_MS + 300_000, [50_00, 50_00, 50_00, 50_00], 'ETHUSDT'))
  turn(3 * HOUR_MS, 1_040, marked(120_00, 3 * HOUR_MS), marked(75_00, 3 * HOUR_MS, 'ETHUSDT'))
  turn(3 * HOUR_MS + 60_000, 1_039)

  it('is what it was when everything of the hour had happened, and at the end what it came to', () => {
    const { time, equity } = recorder.columns()
    expect(time).toEqual([HOUR_MS / 2, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS])
    expect(equity).toEqual([1_000, 1_011, 1_020, 1_039])
  })

  it('stands beside the deposit held in even parts from each first candle on', () => {
    // Half in BTC from 100, half in cash until ETH has its first price of 50.
    expect(recorder.columns().hold).toEqual([1_000, 1_050, 1_050, 500 * 1.2 + 500 * 1.5])
  })
})

const wish: BacktestWish = { strategyId: 'perp-ev', instruments: ['BTCUSDT'], from: null, to: null, policyId: 'expected-value', seed: 5, changes: {}, rivals: 0 }

describe('parameters', () => {
  it('are told with the strategy’s values inside of their ranges', () => {
    const [option] = strategyOptions()
    expect(option).toMatchObject({ strategyId: 'perp-ev', features: perpEv.featureSet.length, modelIds: perpEv.models })
    expect(option!.parameters.filter(({ value, least, most }) => !(least <= value && value <= most))).toEqual([])
    expect(Object.fromEntries(option!.parameters.map(({ name, value }) => [name, value]))).toMatchObject({ 'policy.margin': 0.02, 'policy.notionalCap': 500, 'labelSpec.horizon': 48, 'risk.dailyLossMax': 0.02, leverage: 3, 'venue.feeTier': 0, 'venue.slippageMultiple': 1 })
  })

  it('change what they name and nothing else', () => {
    expect(configFor(wish)).toEqual({ ...perpEv, instruments: ['BTCUSDT'] })
    expect(configFor({ ...wish, changes: { 'policy.margin': 0.05, 'policy.notionalCap': 250.5, 'risk.drawdownMax': 0.2, leverage: 5, 'venue.feeTier': 3, 'venue.slippageMultiple': 2 } })).toEqual({
      ...perpEv, instruments: ['BTCUSDT'], leverage: 5, policy: { ...perpEv.policy, margin: 0.05, notionalCap: 25_050_000_000 }, risk: { ...perpEv.risk, drawdownMax: 0.2 },
    })
  })

  it('leave what is off unless set as it is', () => {
    expect(Object.keys(configFor(wish).policy)).not.toContain('winFloor')
    expect(configFor({ ...wish, changes: { 'policy.winFloor': 0.5, 'policy.adverseAtrMax': 1.2 } }).policy).toEqual({ ...perpEv.policy, winFloor: 0.5, adverseAtrMax: 1.2 })
  })

  it('take every value of their ranges and none beyond', () => {
    for (const { name, least, most } of strategyOptions()[0]!.parameters) {
      const changed = (value: number) => () => configFor({ ...wish, policyId: 'random-entry', changes: { [name]: value } })
      expect([changed(least), changed(most)].map((change) => change().strategyId)).toEqual(['perp-ev', 'perp-ev'])
      for (const value of [least - 0.01, most + 0.01, Number.NaN]) expect(changed(value)).toThrow(new RegExp(`${name.replace('.', '\\.')} takes .*from ${least} to ${most}`))
    }
    expect(() => configFor({ ...wish, changes: { 'labelSpec.horizon': 1.5 } })).toThrow(/whole number/)
    expect(() => configFor({ ...wish, changes: { 'risk.markAgeMsMax': 1 } })).toThrow(/no parameter; there are policy\.margin/)
    expect(() => configFor({ ...wish, changes: { '__proto__.x': 1 } })).toThrow(RangeError)
  })

  it('leave the barriers to whom no model was fitted for', () => {
    expect(() => configFor({ ...wish, changes: { 'labelSpec.takeProfitAtr': 3 } })).toThrow(/stays 2 with the policy expected-value: the models demo-linear-long and demo-linear-short were fitted/)
    expect(configFor({ ...wish, changes: { 'labelSpec.takeProfitAtr': 2 } })).toEqual(configFor(wish))
    expect(configFor({ ...wish, policyId: 'random-entry', changes: { 'labelSpec.takeProfitAtr': 3, 'policy.entryChance': 0.1 } })).toMatchObject({ labelSpec: { takeProfitAtr: 3 }, policy: { policyId: 'random-entry', seed: 5, entryChance: 0.1 } })
    expect(() => configFor({ ...wish, changes: { 'policy.entryChance': 0.1 } })).toThrow(/belongs to the policy random-entry/)
  })
})

describe('what speaks against a result', () => {
  const calm = {
    trainedUntil: null, from: 0, to: 100 * DAY_MS, latches: [], asset: 'USDT', alarms: {}, months: [{ month: '1970-01', net: 0.02, trades: 20 }, { month: '1970-02', net: 0.01, trades: 20 }],
    days: { day: [], net: [] }, data: [{ instrumentId: 'BTCUSDT', candles: 9, gaps: 0, funding: 'archive', settlements: 3, finePaths: 9, markPaths: 0 }], summary: { trades: 40, sharpe: 2, sharpeInterval: { low: 1, high: 3 }, netReturn: 0.03, openAtEnd: 0 },
  }
  const trades = (...nets: readonly (readonly [net: number, cost: number])[]): PlacedTrade[] =>
    nets.map(([net, cost]) => ({ net: usdt(net), slippage: 0 as Amount, trade: { fees: usdt(cost), instrumentId: 'BTCUSDT', closedAt: at(DAY_MS) } }) as unknown as PlacedTrade)
  const told = (more: object = {}, made = trades([10, -1], [20, -1], [-5, -1])): readonly string[] => caveatsOf({ ...calm, ...more } as unknown as Omit<BacktestReport, 'caveats'>, made, DAY_MS - 1).map(({ code }) => code)
  const summary = (more: object): object => ({ summary: { ...calm.summary, ...more } })

  it('is nothing where nothing does', () => expect(told()).toEqual([]))

  it('is each thing by itself', () => {
    expect(told({ trainedUntil: 100 * DAY_MS })).toEqual(['report-in-sample'])
    expect(told({ trainedUntil: 50 * DAY_MS })).toEqual(['report-partly-in-sample'])
    expect(told({ trainedUntil: 0 })).toEqual([])
    const days = { day: [49, 50, 51].map((day) => day * DAY_MS), net: [0.5, 0.1, -0.2] }
    expect(caveatsOf({ ...calm, trainedUntil: 50 * DAY_MS, days } as unknown as Omit<BacktestReport, 'caveats'>, [], null)[0]!.values).toEqual({ until: '1970-02-20', from: '1970-01-01', percent: '-12.00' })
    expect(told({ latches: [{ latch: 'drawdown', time: DAY_MS, reason: { code: '', values: {} } }] })).toEqual(['report-latched'])
    expect(told(summary({ trades: 0, sharpe: null }), [])).toEqual(['report-no-trades'])
    expect(told(summary({ trades: 29 }))).toEqual(['report-few-trades'])
    expect(told(summary({ sharpeInterval: { low: -0.1, high: 3 } }))).toEqual(['report-may-be-chance'])
    expect(told(summary({ sharpeInterval: null }))).toEqual(['report-few-days'])
    expect(told(summary({ openAtEnd: 2 }))).toEqual(['report-open'])
    expect(told({}, trades([30, -1], [2, -1], [-5, -1]))).toEqual(['report-one-trade'])
    expect(told({ months: [{ month: '1970-01', net: 0.1, trades: 9 }, { month: '1970-02', net: -0.01, trades: 9 }] })).toEqual(['report-one-month'])
    expect(told({}, trades([2, -4], [2, -4], [2, -4], [-3, -1]))).toEqual(['report-costs'])
    expect(told({ data: [{ ...calm.data[0], funding: 'assumed' }] })).toEqual(['report-funding-assumed'])
    expect(told({ data: [{ ...calm.data[0], gaps: 2 }] })).toEqual(['report-gaps'])
    expect(told({ data: [{ ...calm.data[0], finePaths: 0 }] })).toEqual(['report-coarse'])
    expect(told({ alarms: { 'naked-position': 1 } })).toEqual(['report-alarms'])
  })

  it('is days in which nothing could be decided yet', () => {
    const [caveat] = caveatsOf(calm as unknown as Omit<BacktestReport, 'caveats'>, trades([10, -1], [20, -1], [-5, -1]), 14 * DAY_MS)
    expect(caveat).toEqual({ code: 'report-warm-up', values: { day: '1970-01-15', days: 14 } })
  })

  it('is told worst first', () => {
    expect(told({ ...summary({ trades: 3, openAtEnd: 1 }), trainedUntil: 200 * DAY_MS, latches: [{ latch: 'drawdown', time: 0, reason: { code: '', values: {} } }] })).toEqual(['report-in-sample', 'report-latched', 'report-few-trades', 'report-open'])
  })
})
