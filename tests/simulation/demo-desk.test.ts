import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Topics } from '../../src-shared/contract/contract.ts'
import { HOUR_MS } from '../../src-shared/domain/units.ts'
import { monotonicClock, systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import type { Publisher } from '../../src-main/engine/publisher.port.ts'
import { deskHandlers } from '../../src-main/ipc/desk-handlers.ts'
import { DeskTopics } from '../../src-main/ipc/desk-topics.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { configure, configureAll, type Overrides } from '../../src-main/modes/configuration.ts'
import { startDemo } from '../../src-main/modes/demo.ts'
import { openModels } from '../../src-main/modes/open-models.ts'
import { MarketPacer } from '../../src-main/modes/pacer.ts'
import { nodeLauncher } from '../../src-main/supervision/node-launcher.ts'

const DAY = 24 * HOUR_MS
const EVER = Number.MAX_SAFE_INTEGER
const closing: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A demo as windows see it. `run` lets it go on until so many decisions more. */
async function open(home: string, overrides: Overrides = {}) {
  const books = openBooks({ home, accountId: 'sim:demo:3', program: 'test', clock: systemClock })
  closing.push(() => books.close())
  const log = new TopicLog('a')
  const topics = new DeskTopics(log)
  const pacer = new MarketPacer(monotonicClock, systemTimer, null)
  pacer.wish({ kind: 'pause' })
  let left = 0
  let reached: () => void = () => {}
  const publisher: Publisher = {
    publish: (changes) => {
      topics.publish(changes)
      const made = changes.filter(({ kind }) => kind === 'decision-made').length
      if (left <= 0 || made === 0) return
      left -= made
      if (left > 0) return
      pacer.wish({ kind: 'pause' })
      reached()
    },
  }
  const mode = await startDemo({ books, clock: systemClock, pacer, publisher, runtime: await openModels('.', ...configureAll(overrides)), overrides, seed: 3, edge: 'trend', trading: true, launcher: nodeLauncher('.'), progress: () => {} })
  closing.push(() => mode.stop())
  topics.attach(mode.desk, { every: () => ({ stop: () => {} }) })
  const run = (decisions: number): Promise<void> => {
    left = decisions
    pacer.wish({ kind: 'play' })
    return new Promise((resolve) => (reached = resolve))
  }
  return { mode, run, handlers: deskHandlers(mode.desk, mode.data), all: <K extends keyof Topics>(topic: K) => log.read(topic, '', 0).values as Topics[K][] }
}

it('shows the last day before it goes on, and after a restart what was decided before', async () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-demo-desk-'))
  closing.push(() => rmSync(home, { recursive: true, force: true }))
  const first = await open(home)
  // With the close of 24 hours ago, from which the change is measured.
  expect(first.all('candles')).toHaveLength(5 * 289)
  expect(first.all('sparks').at(-1)!.map(({ closes }) => closes.length)).toEqual([48, 48, 48, 48, 48])
  expect(first.all('decisions')).toEqual([])
  await first.run(15)
  const rows = first.all('market').at(-1)!
  expect(rows).toHaveLength(5)
  for (const { change, longValue, atr, stale } of rows) expect([change, longValue, atr, stale]).toEqual([expect.any(Number), expect.any(Number), expect.any(Number), false])
  const { instrumentId } = rows[0]!
  const { time } = first.mode.desk.status()

  const days = await first.handlers['market.candles']({ instrumentId, intervalMs: DAY, before: EVER, limit: 10 })
  expect([days.openTime.length, days.more, days.openTime.every((openTime) => openTime % DAY === 0 && openTime + DAY <= time)]).toEqual([10, true, true])
  const before = first.all('decisions').map(({ decisionId }) => decisionId)
  const series = await first.handlers['desk.decisions']({ instrumentId, from: 0, to: EVER, limit: 100 })
  expect(series.asOf).toHaveLength(3)
  for (const close of closing.splice(1).toReversed()) await close()

  const second = await open(home)
  expect(second.all('decisions').map(({ decisionId }) => decisionId).toSorted()).toEqual(before.toSorted())
  expect(second.all('market').at(-1)!.map(({ decisionId }) => before.includes(decisionId!))).toEqual([true, true, true, true, true])
  await second.run(5)
  expect((await second.handlers['desk.decisions']({ instrumentId, from: 0, to: EVER, limit: 100 })).asOf).toEqual([...series.asOf, series.asOf.at(-1)! + HOUR_MS / 12])
  const [decisionId, asOf] = [series.decisionId[0]!, series.asOf[0]!]
  expect(await second.handlers['desk.decision']({ instrumentId, decisionId, asOf })).toMatchObject({ row: { decisionId }, long: { contributions: { length: 6 } }, margin: configure().policy.margin })
}, 120_000)

it('decides with two strategies on one account, whose day may be that of Korea', async () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-demo-desk-'))
  closing.push(() => rmSync(home, { recursive: true, force: true }))
  const { mode, run, handlers, all } = await open(home, { strategyId: 'perp-ev,perp-ev-v1', dayBoundary: 'kst' })
  // One of them looks at thirty days of funding, and a new market has just as many of candles.
  await run(520)
  const made = all('decisions').slice(-20)
  expect(made.map(({ strategyId }) => strategyId)).toEqual(Array.from({ length: 10 }, () => ['perp-ev', 'perp-ev-v1']).flat())
  const { instrumentId, asOf } = made.at(-1)!
  const series = await handlers['desk.decisions']({ instrumentId, from: asOf - HOUR_MS / 4, to: EVER, limit: 100 })
  expect(series.asOf).toEqual([3, 2, 1, 0].map((before) => asOf - (before * HOUR_MS) / 12))
  const other = made.find(({ strategyId }) => strategyId === 'perp-ev-v1')!
  expect(await handlers['desk.decision']({ instrumentId: other.instrumentId, decisionId: other.decisionId, asOf: other.asOf })).toMatchObject({ long: { contributions: { length: 22 } } })
  const { strategyId, guards } = all('status').at(-1)!
  expect(strategyId).toBe('perp-ev, perp-ev-v1')
  expect(guards).toHaveLength(24)
  expect(guards.filter(({ value }) => value === null)).toEqual([])
  expect(mode.desk.guards().map(({ guard }) => guard)).toEqual(guards.map(({ guard }) => guard))
}, 120_000)
