import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dayStart } from '../../src-shared/domain/day.ts'
import type { Decision, GuardVerdict } from '../../src-shared/domain/decision.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { guardsNow } from '../../src-main/engine/guards-now.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import { configure, configureAll, engineSettings } from '../../src-main/modes/configuration.ts'
import { EngineDesk } from '../../src-main/modes/engine-desk.ts'
import { venueSettings } from '../../src-main/modes/paper-account.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { Rig, type RigOptions } from '../support/desk-rig.ts'
import { instrumentNamed } from '../support/instruments.ts'
import { rigs } from '../support/rigs.ts'
import { ScriptedMarket } from '../support/scripted-market.ts'

const START = (dayStart(20_000, 'utc') + HOUR_MS) as TimeMs
const INSTRUMENTS = [instrumentNamed('BTCUSDT'), instrumentNamed('ETHUSDT')]
const PRICE = 6_000_000
const ACCOUNT = { accountId: 'a', venue: 'v', asset: 'USDT', venueCanBeSilent: true }

const first = (config: StrategyConfig): StrategyConfig => ({ ...config, strategyId: 'first', orderTag: 'fi', models: { long: 'first-long', short: 'first-short' } })
const second = (config: StrategyConfig): StrategyConfig => ({ ...config, strategyId: 'second', orderTag: 'se', models: { long: 'second-long', short: 'second-short' } })
const on = (instrumentId: string, strategy: (config: StrategyConfig) => StrategyConfig) => (config: StrategyConfig): StrategyConfig => ({ ...strategy(config), instruments: [instrumentId] })

interface Wanted extends Pick<RigOptions, 'config' | 'alongside' | 'side' | 'folder'> {
  readonly priceOf?: (instrumentId: string, time: number) => number
  readonly sequel?: Rig
}

/** Two instruments at 60,000 and two strategies that are sure of long at every close. */
async function rigOf({ priceOf = () => PRICE, config = first, alongside = (one) => [second(one)], sequel, ...more }: Wanted = {}): Promise<Rig> {
  const market = new ScriptedMarket(INSTRUMENTS, START, priceOf)
  const fresh = { market, book: new SimulatedVenue(venueSettings(1, 3)), candles: market.candlesSince(START - 17 * DAY_MS) }
  const rig = new Rig({ folder: mkdtempSync(join(tmpdir(), 'haetae-several-')), ...more, config, alongside, sequel: sequel ?? fresh })
  rigs.push(rig)
  return rig.start()
}

const minutes = (rig: Rig, count: number): Promise<boolean> => rig.go((count * MINUTE_MS) / 5_000)
const decisionsOf = (rig: Rig, strategyId: string): Decision[] => rig.of('decision-made').flatMap(({ decision }) => (decision.strategyId === strategyId ? [decision] : []))
const entries = (rig: Rig) => rig.of('intent-opened').flatMap(({ order }) => (order.purpose === 'open' ? [order] : []))
const verdict = ({ guards }: Decision, name: string): GuardVerdict => guards.find(({ guard }) => guard === name)!
const holders = (rig: Rig): string[] => Array.from(rig.engine.state.ledger.trades.values(), ({ position }) => `${position.instrumentId} ${position.strategyId}`)

describe('two strategies that want the same', () => {
  it.each([['first', first, second], ['second', second, first]])('%s has it when it is asked first; the other is told that it is held', async (name, one, other) => {
    const rig = await rigOf({ config: one, alongside: (config) => [other(first(config))] })
    await minutes(rig, 6)
    expect(entries(rig).map(({ strategyId }) => strategyId)).toEqual([name, name])
    expect(holders(rig).toSorted()).toEqual([`BTCUSDT ${name}`, `ETHUSDT ${name}`])
    const loser = name === 'first' ? 'second' : 'first'
    expect(decisionsOf(rig, loser).map(({ action, reason }) => [action, reason])).toEqual([['FLAT', 'position-held'], ['FLAT', 'position-held']])
  })

  it('decide in their order on each candle, each on its own models', async () => {
    const rig = await rigOf({ side: () => 'none' })
    await minutes(rig, 11)
    const asked = rig.of('decision-made').map(({ decision: { strategyId, instrumentId, modelIds } }) => [strategyId, instrumentId, modelIds.long])
    const round = [['first', 'BTCUSDT', 'first-long'], ['second', 'BTCUSDT', 'second-long'], ['first', 'ETHUSDT', 'first-long'], ['second', 'ETHUSDT', 'second-long']]
    expect(asked).toEqual([...round, ...round])
  })
})

describe('one account', () => {
  const apart: Wanted = { config: on('BTCUSDT', first), alongside: (config) => [{ ...second(config), instruments: ['ETHUSDT'] }] }

  it('tells their orders, positions and trades apart', async () => {
    const rig = await rigOf({ ...apart, priceOf: (_, time) => (time > START + 10 * MINUTE_MS ? PRICE * 0.97 : PRICE), side: (asOf) => (asOf <= START + 5 * MINUTE_MS ? 'long' : 'none') })
    await minutes(rig, 8)
    expect(holders(rig).toSorted()).toEqual(['BTCUSDT first', 'ETHUSDT second'])
    await minutes(rig, 6)
    expect(rig.of('trade-closed').map(({ trade: { strategyId, instrumentId, exitReason } }) => `${strategyId} ${instrumentId} ${exitReason}`).toSorted()).toEqual(['first BTCUSDT stop', 'second ETHUSDT stop'])
    for (const { intentId, strategyId } of rig.placed) expect(intentId.slice(0, 3)).toBe(strategyId === 'first' ? 'fi.' : 'se.')
    for (const { strategyId, fill } of rig.of('fill-booked')) expect(strategyId).toBe(fill.instrumentId === 'BTCUSDT' ? 'first' : 'second')
    expect([...rig.engine.state.account.streaks]).toEqual(expect.arrayContaining([['first', expect.objectContaining({ lossStreak: 1 })], ['second', expect.objectContaining({ lossStreak: 1 })]]))
  })

  it.each([['first', 'second'], ['second', 'first']])('counts what %s holds when %s is judged', async (holder, judged) => {
    const begins = (modelId: string) => modelId.startsWith(holder)
    const rig = await rigOf({ ...apart, side: (asOf, modelId) => (begins(modelId) === asOf <= START + 5 * MINUTE_MS ? 'long' : 'none') })
    await minutes(rig, 8)
    expect(holders(rig)).toHaveLength(1)
    await minutes(rig, 4)
    const [entry] = decisionsOf(rig, judged).filter(({ action }) => action === 'LONG')
    const held = [...rig.engine.state.ledger.trades.values()].find(({ position }) => position.strategyId === holder)!
    const [lossAtStop, notional] = [held.position.lossAtStop / 1e8, Math.abs(held.position.cost) / 1e8]
    const equity = rig.of('day-opened')[0]!.openingEquity / 1e8
    // The day's limit is 2 %, less what was paid in fees for the first entry, less what is lost at its stop.
    expect(verdict(entry!, 'pre-trade-loss').limit).toBeLessThan(0.02 * equity - lossAtStop)
    expect(verdict(entry!, 'pre-trade-loss').limit).toBeGreaterThan(0.02 * equity - lossAtStop - 1)
    expect(verdict(entry!, 'notional-total').value).toBeGreaterThan(1.9 * notional)
    expect(verdict(entry!, 'group-exposure').value).toBeGreaterThan(1.9 * lossAtStop)
    expect(verdict(entry!, 'margin-use').value).toBeGreaterThan((1.9 * notional) / 3 / equity)
    expect(verdict(entry!, 'notional-instrument').value).toBeLessThan(1.1 * notional)
  })

  it('sends both no more orders in a minute than one may', async () => {
    const tight = (config: StrategyConfig): StrategyConfig => ({ ...config, risk: { ...config.risk, ordersPerMinuteMax: 1 } })
    const rig = await rigOf({ config: (config) => tight(on('BTCUSDT', first)(config)), alongside: (config) => [{ ...second(config), instruments: ['ETHUSDT'] }] })
    await minutes(rig, 6)
    expect(entries(rig).map(({ strategyId }) => strategyId)).toEqual(['first'])
    expect(decisionsOf(rig, 'second').map(({ reason }) => reason)).toEqual(['refused'])
  })

  it('is flat with both when the day is lost, and latched for both', async () => {
    const tight = (config: StrategyConfig): StrategyConfig => ({ ...config, risk: { ...config.risk, dailyLossMax: 0.004 } })
    const crash = START + 7 * MINUTE_MS
    const rig = await rigOf({
      config: (config) => tight(on('BTCUSDT', first)(config)), alongside: (config) => [{ ...second(config), instruments: ['ETHUSDT'] }],
      priceOf: (instrumentId, time) => (instrumentId === 'ETHUSDT' && time >= crash ? PRICE * 0.9 : PRICE),
    })
    await minutes(rig, 12)
    expect(rig.of('latch-set').map(({ latch }) => latch)).toEqual(['daily-loss'])
    expect(rig.of('trade-closed').map(({ trade }) => trade.strategyId).toSorted()).toEqual(['first', 'second'])
    expect(rig.held).toBe(0)
    expect([...decisionsOf(rig, 'first'), ...decisionsOf(rig, 'second')].filter(({ asOf }) => asOf > crash).map(({ action }) => action)).toEqual(['FLAT', 'FLAT'])
  })

  it('shows one status that names both, and the worst of their guards', async () => {
    const rig = await rigOf(apart)
    const desk = new EngineDesk(rig.engine, () => Promise.resolve(), 'demo')
    expect(desk.status().strategyId).toBe('first, second')
    expect(desk.policy('second').featureSetHash).toBe(rig.engine.state.settings.strategies[1]!.featureSetHash)
    expect(guardsNow(rig.engine.state).map(({ guard }) => guard)).toContain('pre-trade-loss')
  })
})

describe('after a restart', () => {
  it.each([
    ['with both again', (config: StrategyConfig) => [second(config)]],
    ['without the one that holds', () => []],
  ])('%s, a position is guarded and closed as whose it was', async (_, alongside) => {
    const priceOf = (_instrument: string, time: number): number => (time > START + 10 * MINUTE_MS ? PRICE * 0.97 : PRICE)
    const before = await rigOf({ config: on('BTCUSDT', first), alongside: (config) => [{ ...second(config), instruments: ['ETHUSDT'] }], priceOf, side: (asOf, modelId) => (modelId.startsWith('second') && asOf <= START + 5 * MINUTE_MS ? 'long' : 'none') })
    await minutes(before, 8)
    expect(holders(before)).toEqual(['ETHUSDT second'])
    before.close(true)
    rigs.splice(rigs.indexOf(before), 1)
    const after = await rigOf({ config: on('BTCUSDT', first), alongside, sequel: before, folder: before.folder, side: () => 'none' })
    expect(holders(after)).toEqual(['ETHUSDT second'])
    await minutes(after, 6)
    expect(after.of('trade-closed').map(({ trade: { strategyId, exitReason } }) => [strategyId, exitReason])).toEqual([['second', 'stop']])
    expect(after.of('difference-found')).toEqual([])
    expect((await after.snapshot()).openOrders).toEqual([])
  })

  it('keeps the losses in a row of each', async () => {
    const priceOf = (_: string, time: number): number => (time > START + 10 * MINUTE_MS ? PRICE * 0.97 : PRICE)
    const rig = await rigOf({ alongside: (config) => [second(config)], priceOf, side: (asOf) => (asOf <= START + 5 * MINUTE_MS ? 'long' : 'none') })
    await minutes(rig, 14)
    const engine = new Engine(rig.engine.state.settings)
    recover(engine, { instruments: INSTRUMENTS, changes: rig.journal.read(), candles: [], asOf: START })
    expect(engine.state.account.streaks).toEqual(rig.engine.state.account.streaks)
    expect(engine.state.account.streaks.get('first')?.lossStreak).toBe(2)
    expect(engine.state.account.streaks.has('second')).toBe(false)
  })
})

describe('strategies that cannot share an account', () => {
  const plain = configure()
  it.each<[string, (config: StrategyConfig) => StrategyConfig, RegExp]>([
    ['the same one twice', (config) => config, /named twice/],
    ['the same order tag', (config) => ({ ...second(config), orderTag: config.orderTag }), /order tag pe/],
    ['other limits', (config) => ({ ...second(config), risk: { ...config.risk, drawdownMax: 0.2 } }), /limits/],
    ['another leverage', (config) => ({ ...second(config), leverage: 5 }), /limits/],
    ['another day', (config) => ({ ...second(config), dayBoundary: 'kst' }), /limits/],
    ['candles of another length', (config) => ({ ...second(config), decisionIntervalMs: 60_000 }), /different length/],
  ])('%s', (_, change, message) => {
    expect(() => engineSettings(plain, ACCOUNT, [change(plain)])).toThrow(RangeError)
    expect(() => engineSettings(plain, ACCOUNT, [change(plain)])).toThrow(message)
  })

  it('have hashes of their own, and one for the account; alone, a strategy\'s is the account\'s', () => {
    const [one, ...others] = configureAll({ strategyId: 'perp-ev,perp-ev-v1' })
    const alone = engineSettings(one, ACCOUNT)
    const both = engineSettings(one, ACCOUNT, others)
    expect(alone.configHash).toBe(alone.strategies[0].configHash)
    expect(both.strategies.map(({ configHash }) => configHash)).toEqual([alone.configHash, engineSettings(others[0]!, ACCOUNT).configHash])
    expect(both.configHash).not.toBe(alone.configHash)
    expect(() => configureAll({ strategyId: 'perp-ev,nothing' })).toThrow(/nothing/)
  })
})
