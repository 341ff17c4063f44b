import { afterEach, beforeEach, expect, it } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { HOUR_MS } from '../../src-shared/domain/units.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import { Rig, STEPS_PER_CANDLE } from '../support/desk-rig.ts'

const STEPS_PER_HOUR = 12 * STEPS_PER_CANDLE
const strict = (config: StrategyConfig): StrategyConfig => ({ ...config, risk: { ...config.risk, dailyLossMax: 0.004 } })
const rigs: Rig[] = []
let first: Rig
beforeEach(() => {
  first = new Rig({ config: strict })
})
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close()
})

/** An engine whose journal ends there. */
function recoveredFrom(changes: readonly JournalledChange[]): Engine {
  const engine = new Engine(first.engine.state.settings)
  recover(engine, { instruments: first.market.instruments, changes, candles: first.candles.toSorted((a, b) => a.closeTime - b.closeTime), asOf: first.market.time })
  return engine
}

it('leaves a position without a stop as it is until the venue was asked: nothing is decided while the journal is folded', async () => {
  rigs.push(first)
  await first.start()
  await first.go(24 * 20 * STEPS_PER_CANDLE, () => first.of('fill-booked').length > 0)
  const all = [...first.journal.read()]
  const past = all.slice(0, all.findIndex(({ kind }) => kind === 'fill-booked') + 1)
  const { execution, ledger, asked } = recoveredFrom(past).state
  expect(ledger.trades.size).toBe(1)
  expect([...execution.orders.keys()]).toEqual(past.flatMap((change) => (change.kind === 'intent-opened' ? [change.order.intentId] : [])))
  expect([...execution.orders.values()].filter(({ order }) => order.purpose !== 'open')).toEqual([])
  expect([...execution.custody.values()]).toMatchObject([{ exitReason: null, alarmed: false }])
  expect([...asked.keys()]).toEqual([])
})

it('keeps the latch of the daily loss when it starts again on another day', async () => {
  await first.start()
  expect(await first.go(24 * 60 * STEPS_PER_CANDLE, () => first.of('latch-set').length > 0)).toBe(true)
  await first.go(STEPS_PER_CANDLE)
  expect(first.held).toBe(0)
  first.close(true)
  // Nobody is there while the market goes on into the next day.
  const left = 24 - (first.market.time % (24 * HOUR_MS)) / HOUR_MS
  for (let step = 0; step < (left + 1) * STEPS_PER_HOUR; step++) {
    for (const event of first.market.step()) {
      first.book.market(event)
      if (event.kind === 'candle-closed') first.candles.push(event.candle)
    }
  }
  const second = new Rig({ config: strict, folder: first.folder, sequel: first })
  rigs.push(second)
  await second.start()
  await second.go(2 * STEPS_PER_HOUR)
  expect([...second.engine.state.account.latches.keys()]).toEqual(['daily-loss'])
  expect(second.of('latch-set')).toEqual([])
  expect(second.placed).toEqual([])
})
