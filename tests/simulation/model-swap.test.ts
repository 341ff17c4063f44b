import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dayStart } from '../../src-shared/domain/day.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import type { ApprovedOrder } from '../../src-shared/domain/order.ts'
import type { ModelPair } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { venueSettings } from '../../src-main/modes/paper-account.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { Rig, type RigOptions } from '../support/desk-rig.ts'
import { instrumentNamed } from '../support/instruments.ts'
import { rigs } from '../support/rigs.ts'
import { ScriptedAccount } from '../support/scripted-account.ts'
import { ScriptedMarket } from '../support/scripted-market.ts'

const START = (dayStart(20_000, 'utc') + HOUR_MS) as TimeMs
const OLD: ModelPair = { long: 'demo-linear-long', short: 'demo-linear-short' }
const NEW: ModelPair = { long: 'm-0123456789ab-long', short: 'm-0123456789ab-short' }
const FIRST_CLOSE = START + 5 * MINUTE_MS
/** Stays, and after three quarters of an hour falls beyond any stop. */
const falling = (time: number): number => (time > START + 45 * MINUTE_MS ? 5_800_000 : 6_000_000)

type Wanted = Pick<RigOptions, 'side' | 'folder' | 'venue'> & { readonly sequel?: Rig }

function newRig({ sequel, ...more }: Wanted = {}): Rig {
  const market = new ScriptedMarket([instrumentNamed('BTCUSDT'), instrumentNamed('ETHUSDT')], START, (_, time) => falling(time))
  const rig = new Rig({ folder: mkdtempSync(join(tmpdir(), 'haetae-swap-')), ...more, sequel: sequel ?? { market, book: new SimulatedVenue(venueSettings(1, 3)), candles: market.candlesSince(START - 17 * DAY_MS) } })
  rigs.push(rig)
  return rig
}

const minutes = (rig: Rig, count: number): Promise<boolean> => rig.go((count * MINUTE_MS) / 5_000)
const choose = (rig: Rig, models: ModelPair | null, time: number = rig.simulation.time): void => rig.push({ kind: 'models-chosen', time: time as TimeMs, strategyId: 'perp-ev', models, by: 'test' })
const decisions = (rig: Rig): Decision[] => rig.of('decision-made').map(({ decision }) => decision)
const made = (rig: Rig): string[] => decisions(rig).map(({ instrumentId, asOf, modelIds, reason }) => `${instrumentId} +${(asOf - START) / MINUTE_MS} ${modelIds.long || 'nobody'} ${reason}`)
const entries = (rig: Rig): string[] => rig.placed.flatMap(({ purpose, intentId }) => (purpose === 'open' ? [intentId] : []))
const exits = (rig: Rig) => rig.placed.filter(({ purpose }) => purpose !== 'open')
const atFirst: RigOptions['side'] = (asOf) => (asOf === FIRST_CLOSE ? 'long' : 'none')

describe('models chosen between two candles', () => {
  it('decide from the next one on: no candle is without its decision, none has two, and each names who made it', async () => {
    const rig = await newRig({ side: () => 'none' }).start()
    await minutes(rig, 11)
    choose(rig, NEW)
    await minutes(rig, 10)
    const reason = 'no-edge'
    const round = (minute: number, pair: ModelPair): string[] => ['BTCUSDT', 'ETHUSDT'].map((instrument) => `${instrument} +${minute} ${pair.long} ${reason}`)
    expect(made(rig)).toEqual([...round(5, OLD), ...round(10, OLD), ...round(15, NEW), ...round(20, NEW)])
    expect(rig.of('models-chosen')).toMatchObject([{ strategyId: 'perp-ev', models: NEW, by: 'test' }])
  })

  it('that are those already are no change, and those of a strategy that is not here are none', async () => {
    const rig = await newRig().start()
    choose(rig, OLD)
    rig.push({ kind: 'models-chosen', time: rig.simulation.time, strategyId: 'perp-ev-v1', models: NEW, by: 'test' })
    await minutes(rig, 1)
    expect(rig.of('models-chosen')).toEqual([])
  })

  it('being none, every decision says so, nobody is asked and nothing opens, until others are chosen', async () => {
    const rig = await newRig({ side: () => 'long' }).start()
    choose(rig, null)
    await minutes(rig, 11)
    expect(made(rig)).toEqual(['BTCUSDT +5 nobody no-model', 'ETHUSDT +5 nobody no-model', 'BTCUSDT +10 nobody no-model', 'ETHUSDT +10 nobody no-model'])
    expect(decisions(rig)[0]).toMatchObject({ action: 'FLAT', long: null, short: null, side: null, quantity: 0, modelIds: { long: '', short: '' } })
    expect(rig.of('forecast-requested')).toEqual([])
    expect(entries(rig)).toEqual([])
    choose(rig, NEW)
    await minutes(rig, 5)
    expect(decisions(rig).slice(4)).toMatchObject([{ action: 'LONG', modelIds: NEW }, { action: 'LONG', modelIds: NEW }])
  })
})

describe('models chosen for some instruments', () => {
  const chooseFor = (rig: Rig, instruments: readonly string[]): void => rig.push({ kind: 'models-chosen', time: rig.simulation.time, strategyId: 'perp-ev', models: NEW, instruments, by: 'test' })

  it('open nothing on others, also after a restart, and until others are chosen', async () => {
    const rig = await newRig({ side: () => 'long' }).start()
    chooseFor(rig, ['ETHUSDT'])
    await minutes(rig, 6)
    expect(made(rig)).toEqual(['BTCUSDT +5 nobody no-model', expect.stringContaining(`ETHUSDT +5 ${NEW.long}`)])
    expect(rig.placed.filter(({ purpose }) => purpose === 'open').map(({ terms }) => terms.instrumentId)).toEqual(['ETHUSDT'])
    rig.close(true)
    const next = await newRig({ side: () => 'long', folder: rig.folder, sequel: rig }).start()
    await minutes(next, 5)
    expect(made(next)[0]).toBe('BTCUSDT +10 nobody no-model')
    chooseFor(next, ['ETHUSDT'])
    expect(next.of('models-chosen')).toEqual([])
    choose(next, NEW)
    await minutes(next, 5)
    expect(made(next).find((row) => row.startsWith('BTCUSDT +15'))).toContain(NEW.long)
  })

  it('leave the exit of what is held on others as it is', async () => {
    const rig = await newRig({ side: atFirst }).start()
    await minutes(rig, 7)
    expect(entries(rig).length).toBe(2)
    chooseFor(rig, [])
    await minutes(rig, 60)
    expect(rig.of('trade-closed').map(({ trade }) => trade.exitReason)).toHaveLength(2)
  })
})

describe('models chosen while the old ones are asked', () => {
  /** Chooses while the question of the first close is being answered. */
  const amid = async (models: ModelPair | null, side: (modelId: string) => 'long' | 'none'): Promise<Rig> => {
    let isChosen = false
    const rig: Rig = newRig({ side: (asOf, modelId) => {
      if (!isChosen) choose(rig, models, asOf)
      isChosen = true
      return asOf === FIRST_CLOSE ? side(modelId) : 'none'
    } })
    await rig.start()
    await minutes(rig, 6)
    expect(isChosen).toBe(true)
    return rig
  }

  it('are asked the same, and they decide: what is promoted no more opens nothing', async () => {
    const rig = await amid(NEW, (modelId) => (modelId === OLD.long ? 'long' : 'none'))
    expect(made(rig)).toEqual([`BTCUSDT +5 ${NEW.long} no-edge`, `ETHUSDT +5 ${NEW.long} no-edge`])
    expect(rig.of('forecast-refused').map(({ reason }) => reason)).toEqual(['unknown-request', 'unknown-request'])
    expect(entries(rig)).toEqual([])
  })

  it('open by their own forecast, once', async () => {
    const rig = await amid(NEW, (modelId) => (modelId === NEW.long ? 'long' : 'none'))
    expect(decisions(rig)).toMatchObject([{ action: 'LONG', modelIds: NEW }, { action: 'LONG', modelIds: NEW }])
    expect(entries(rig)).toHaveLength(2)
  })

  it('being none, the question ends there, whatever the answer to it was', async () => {
    const rig = await amid(null, (modelId) => (modelId === OLD.long ? 'long' : 'none'))
    expect(made(rig)).toEqual(['BTCUSDT +5 nobody no-model', 'ETHUSDT +5 nobody no-model'])
    expect(entries(rig)).toEqual([])
  })

  it.each([[null, 'abandoned'], [NEW, 'sent']])('being %o in the same instant as an entry that is about to leave, it is %s', (models, state) => {
    const time = START as TimeMs
    const account = new ScriptedAccount({ from: time })
    const order = { intentId: 'pe.BTCUSDT.k.o', accountId: 'sim:day:1', strategyId: 'perp-ev', purpose: 'open', reason: 'ev-above-threshold', terms: { instrumentId: 'BTCUSDT', side: 'buy', type: 'market', quantity: 1 } } as unknown as ApprovedOrder
    account.engine.apply({ kind: 'intent-opened', time, order })
    account.tell({ kind: 'models-chosen', time, strategyId: 'perp-ev', models, by: 'test' }).tell({ kind: 'order-sending', time, intentId: order.intentId })
    expect(account.engine.state.execution.orders.get(order.intentId)).toMatchObject({ state })
    if (models === null) expect(account.of('order-closed')).toMatchObject([{ detail: 'no-model' }])
  })
})

describe('an open position', () => {
  /** Its stop, take-profit and way out, as placed, and the trade, of a life in which nothing was chosen. */
  const undisturbed = async (): Promise<Rig> => {
    const rig = await newRig({ side: atFirst }).start()
    await minutes(rig, 60)
    expect(rig.of('trade-closed').map(({ trade }) => trade.exitReason)).toEqual(['stop', 'stop'])
    return rig
  }

  it.each([['others', NEW], ['none', null]])('keeps its exit plan to the last order when %s are chosen', async (_, models) => {
    const plain = await undisturbed()
    const rig = await newRig({ side: atFirst }).start()
    await minutes(rig, 8)
    expect(rig.held).toBe(2)
    const plans = Array.from(rig.engine.state.execution.custody.values(), (one) => ({ ...one }))
    choose(rig, models)
    await minutes(rig, 1)
    expect(Array.from(rig.engine.state.execution.custody.values(), (one) => ({ ...one }))).toEqual(plans)
    await minutes(rig, 51)
    expect(exits(rig)).toEqual(exits(plain))
    expect(rig.of('trade-closed')).toEqual(plain.of('trade-closed'))
    expect(rig.of('fill-booked')).toEqual(plain.of('fill-booked'))
  })

  it('keeps it through a restart, and so does the choice, which is in the journal alone', async () => {
    const plain = await undisturbed()
    const first = await newRig({ side: atFirst }).start()
    await minutes(first, 8)
    choose(first, null)
    await minutes(first, 4)
    first.close(true)
    const second = newRig({ side: () => 'long', folder: first.folder, sequel: first })
    expect(second.engine.state.account.models).toEqual(new Map([['perp-ev', null]]))
    await second.start()
    await minutes(second, 48)
    expect(new Set(decisions(second).map(({ reason }) => reason))).toEqual(new Set(['no-model']))
    expect(second.of('models-chosen')).toEqual([])
    const trades = (rig: Rig) => rig.of('trade-closed').map(({ trade }) => trade)
    expect(trades(second)).toEqual(trades(plain))
  })

  it('keeps it when others are chosen before the books are compared with the venue', async () => {
    const plain = await undisturbed()
    const first = await newRig({ side: atFirst }).start()
    await minutes(first, 8)
    first.close(true)
    const second = newRig({ side: () => 'none', folder: first.folder, sequel: first })
    choose(second, NEW, second.engine.state.account.time)
    await second.start()
    await minutes(second, 52)
    expect(new Set(decisions(second).map(({ modelIds }) => modelIds.long))).toEqual(new Set([NEW.long]))
    expect(second.of('trade-closed')).toEqual(plain.of('trade-closed'))
    expect(second.of('difference-found')).toEqual([])
  })
})
