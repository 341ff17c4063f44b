import { afterEach, expect, it } from 'vitest'
import { topics as schemas, type Topics } from '../../src-shared/contract/contract.ts'
import { TOLD_CODES, type ToldCode } from '../../src-shared/contract/told-codes.ts'
import type { Reason } from '../../src-shared/domain/reason.ts'
import { HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { deskHandlers } from '../../src-main/ipc/desk-handlers.ts'
import { DeskTopics } from '../../src-main/ipc/desk-topics.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { EngineDesk } from '../../src-main/modes/engine-desk.ts'
import { Rig, STEPS_PER_CANDLE, type RigOptions } from '../support/desk-rig.ts'
import { NO_DATA } from '../support/fake-desk.ts'
import { ManualClock } from '../support/manual-clock.ts'

const FIVE_MINUTES = HOUR_MS / 12
const rigs: Rig[] = []
afterEach(() => rigs.splice(0).forEach((rig) => rig.close()))

/** The real engine behind its topics: what the rig has published is told at once, or when `tell` is called. */
async function open(options: RigOptions = {}, mode: 'demo' | 'replay' = 'demo') {
  const rig = await new Rig(options).start()
  rigs.push(rig)
  const desk = new EngineDesk(rig.engine, async (event) => rig.push(event), mode)
  desk.becomeReady()
  const log = new TopicLog('a')
  const topics = new DeskTopics(log)
  topics.attach(desk, new ManualClock())
  let told = 0
  const tell = (): void => {
    topics.publish(rig.changes.slice(told))
    told = rig.changes.length
  }
  const all = <K extends keyof Topics>(topic: K): Topics[K][] => {
    tell()
    return log.read(topic, '', 0).values as Topics[K][]
  }
  const newest = <K extends keyof Topics>(topic: K): Topics[K] => all(topic).at(-1)!
  return { rig, desk, all, newest, handlers: deskHandlers(desk, NO_DATA) }
}

it('serves a trading engine by the contract, every row of every topic', async () => {
  const { rig, all } = await open()
  expect(await rig.go(HOUR_STEPS * 3, () => rig.of('fill-booked').length >= 4)).toBe(true)
  for (const topic of ['status', 'positions', 'market', 'sparks', 'candles', 'decisions', 'orders', 'fills', 'equity', 'log'] as const) {
    const rows = all(topic)
    expect(rows.length, topic).toBeGreaterThan(0)
    for (const row of rows) expect(schemas[topic].safeParse(JSON.parse(JSON.stringify(row))).error, topic).toBeUndefined()
  }
  for (const { code, values } of all('log')) expect([code, ...Object.keys(values).toSorted()]).toEqual([code, ...[...TOLD_CODES[code as ToldCode]].toSorted()])
})

const HOUR_STEPS = 12 * STEPS_PER_CANDLE

it('says what is at risk: the sum of the losses at the stops, of entries on their way too', async () => {
  const sent: number[] = []
  const atRisk: number[] = []
  const { rig, desk, newest } = await open({
    venue: (book) => ({
      capabilities: book.capabilities, market: (event) => book.market(event), nextTime: () => book.nextTime(), advance: (until) => book.advance(until), snapshot: () => book.snapshot(),
      cancel: (...args) => book.cancel(...args),
      place: (order, sentAt) => {
        if (order.purpose === 'open') {
          sent.push(order.lossAtStop!)
          atRisk.push(desk.status().lossAtStops)
        }
        book.place(order, sentAt)
      },
    }),
  })
  expect(desk.status()).toMatchObject({ lossAtStops: 0, strategyId: 'perp-ev', limits: { dailyLossMax: 0.02 } })
  await rig.go(HOUR_STEPS, () => rig.held === 2)
  // Two entries of one close, the second on its way before the first has filled.
  expect(atRisk).toEqual([sent[0]! + sent[1]!, sent[0]! + sent[1]!])
  const positions = newest('positions')
  expect(positions).toHaveLength(2)
  expect(Number(newest('status').lossAtStops)).toBeCloseTo(positions.reduce((sum, { lossAtStop }) => sum + Number(lossAtStop), 0), 8)
})

it('says when the next decision is due, on the grid of closes, and when prices and the venue were last heard', async () => {
  const { rig, newest } = await open()
  await rig.go(3)
  const { time, nextDecisionAt, marketAsOf, venueHeardAt, decisionIntervalMs } = newest('status')
  expect([decisionIntervalMs, nextDecisionAt % FIVE_MINUTES]).toEqual([FIVE_MINUTES, 0])
  expect(nextDecisionAt - time).toBeGreaterThan(0)
  expect(nextDecisionAt - time).toBeLessThanOrEqual(FIVE_MINUTES)
  expect(marketAsOf).toBe(Math.max(...newest('market').map(({ asOf }) => asOf!)))
  expect(venueHeardAt).not.toBeNull()
  rig.engine.step({ kind: 'woken', time: nextDecisionAt as TimeMs })
  expect(rig.engine.state.account.time).toBe(nextDecisionAt)
  rig.changes.push({ kind: 'venue-heard', time: nextDecisionAt as TimeMs })
  expect(newest('status').nextDecisionAt).toBe(nextDecisionAt + FIVE_MINUTES)
})

it.each([['demo', 0], ['replay', FIVE_MINUTES]] as const)('marks a price of a %s as stale by the limit of the guards, the last fresh millisecond and the first that is not', async (mode, between) => {
  const { rig, newest } = await open({}, mode)
  await rig.go(3)
  const { markAgeMsMax } = rig.engine.state.settings.risk
  const asOf = newest('market')[0]!.asOf!
  for (const [age, stale] of [[between + markAgeMsMax, false], [between + markAgeMsMax + 1, true]] as const) {
    rig.engine.step({ kind: 'woken', time: (asOf + age) as TimeMs })
    rig.changes.push({ kind: 'venue-heard', time: (asOf + age) as TimeMs })
    expect(newest('market')[0]?.stale, `after ${age} ms`).toBe(stale)
  }
})

it('shows what is held, funding and its next settlement, the range of an hour and both sides of the newest decision', async () => {
  const { rig, newest } = await open({ side: () => 'short' })
  expect(newest('market').map(({ held, decisionId }) => [held, decisionId])).toEqual([[null, null], [null, null]])
  await rig.go(HOUR_STEPS, () => rig.held === 2)
  await rig.go(STEPS_PER_CANDLE)
  const decisions = rig.of('decision-made').map(({ decision }) => decision)
  for (const row of newest('market')) {
    const market = rig.engine.state.market.get(row.instrumentId)!
    const decision = decisions.findLast(({ instrumentId }) => instrumentId === row.instrumentId)!
    expect(row).toMatchObject({
      held: 'short', halted: false, stale: false, funding: 0.0001, base: market.instrument.baseAsset, decisionId: decision.decisionId, action: decision.action, reason: decision.reason,
      longValue: decision.long!.expectedValue, shortValue: decision.short!.expectedValue,
    })
    expect(row.nextFundingAt! % (8 * HOUR_MS)).toBe(0)
    expect(row.nextFundingAt! - rig.simulation.time).toBeLessThanOrEqual(8 * HOUR_MS)
    expect(row.nextFundingAt!).toBeGreaterThan(rig.simulation.time)
    expect(row.atr).toBeCloseTo(market.barriers[0]!.averageTrueRange()! / market.mark!.mark, 12)
  }
})

it('carries on the next settlement when no rate has come for long, and knows none without funding', async () => {
  const { rig, desk } = await open({ side: () => 'none' })
  await rig.go(1)
  const later = (rig.simulation.time + 20 * HOUR_MS) as TimeMs
  rig.engine.step({ kind: 'woken', time: later })
  for (const { nextFundingAt } of desk.markets()) expect([nextFundingAt! % (8 * HOUR_MS), nextFundingAt! > later, nextFundingAt! - later <= 8 * HOUR_MS]).toEqual([0, true, true])
  const { instrument } = desk.markets()[0]!
  const unfunded = { ...instrument, versions: [{ ...instrument.versions[0]!, fundingIntervalMs: 0, status: 'halted' as const }] }
  rig.engine.step({ kind: 'instrument-listed', time: later, instrument: unfunded })
  expect(desk.markets()[0]).toMatchObject({ funding: null, nextFundingAt: null, halted: true })
})

it('refuses by code what cannot be done', async () => {
  const { rig, handlers } = await open()
  const click = (number: number) => ({ requestId: `click-0000${number}` })
  const refused = (code: string, values: Reason['values']) => ({ accepted: false, reason: { code, values } })
  expect(await handlers['latch.clear']({ ...click(1), latch: 'drawdown', confirmation: 'drawdown' })).toEqual(refused('latch-not-set', { latch: 'drawdown' }))
  expect(await handlers['latch.clear']({ ...click(2), latch: 'drawdown', confirmation: 'yes' })).toEqual(refused('type-latch-name', { latch: 'drawdown' }))
  expect(await handlers['positions.flatten']({ ...click(3), instrumentId: 'NOBODY' })).toEqual(refused('not-traded-here', { instrument: 'NOBODY' }))
  const early = deskHandlers(new EngineDesk(rig.engine, async () => {}, 'demo'), NO_DATA)
  expect(await early['trading.start'](click(4))).toEqual(refused('not-ready', {}))
  expect(await handlers['trading.start'](click(5))).toEqual({ accepted: true })
})

it('gives a latch its reason with the figures', async () => {
  const { rig, newest } = await open({ config: (config) => ({ ...config, risk: { ...config.risk, dailyLossMax: 0.004 } }) })
  expect(await rig.go(HOUR_STEPS * 120, () => rig.of('latch-set').length > 0)).toBe(true)
  expect(newest('status').latches).toMatchObject([{ latch: 'daily-loss', reason: { code: 'lost-of-day', values: { lostPercent: expect.stringMatching(/^\d+\.\d\d$/) as string, limitPercent: '0.40' } } }])
})
