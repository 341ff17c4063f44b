import { afterEach, expect, it } from 'vitest'
import { requests } from '../../src-shared/contract/contract.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import { HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { deskHandlers, type DeskHandlers } from '../../src-main/ipc/desk-handlers.ts'
import { MarketPacer } from '../../src-main/modes/pacer.ts'
import { startReplay } from '../../src-main/modes/recorded-run.ts'
import { replayBooks, type ReplayBooks } from '../../src-main/modes/replay-books.ts'
import type { RunningMode } from '../../src-main/modes/running-mode.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'

const FIVE_MINUTES = HOUR_MS / 12
const EVER = Number.MAX_SAFE_INTEGER
const closing: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

interface Held {
  readonly recording: Recording
  readonly books: ReplayBooks
  readonly mode: RunningMode
  readonly handlers: DeskHandlers
}

/** A replay of three days of two instruments, held after so many candles and decisions of the last of them. */
async function heldAfter(candles: number, decisions = 2): Promise<Held> {
  const recording = await record(3, 2)
  closing.push(() => recording.close())
  const books = replayBooks({ folder: openAccountFolder(recording.home, ACCOUNT), accountId: ACCOUNT, program: 'test' })
  closing.push(() => books.close())
  const pacer = new MarketPacer(new ManualClock(), systemTimer, null)
  const held = Promise.withResolvers<void>()
  const seen = { candles: 0, decisions: 0 }
  const publish = (changes: readonly Change[]): void => {
    const before = seen.candles
    seen.candles += changes.filter(({ kind }) => kind === 'candle-accepted').length
    if (seen.candles < candles) return
    if (before < candles) pacer.wish({ kind: 'pause' })
    // What the last candles ask for still happens.
    seen.decisions += changes.filter(({ kind }) => kind === 'decision-made').length
    if (seen.decisions === decisions) held.resolve()
  }
  const mode = await startReplay({ ...(await recording.run()), publisher: { publish }, mode: 'replay' }, books, pacer)
  closing.push(() => mode.stop())
  await held.promise
  return { recording, books, mode, handlers: deskHandlers(mode.desk, mode.data) }
}

function namesOf({ desk }: RunningMode): readonly [string, string] {
  const [one, other] = desk.markets()
  return [one!.instrument.instrumentId, other!.instrument.instrumentId]
}

it('shows no candle and no decision of after the engine’s time, whatever the archives hold, and all of them at the end', async () => {
  const { recording, books, mode, handlers } = await heldAfter(2 * 500)
  const { time } = mode.desk.status()
  const [instrumentId] = (await recording.archive.instruments()).map((instrument) => instrument.instrumentId)
  const ask = { instrumentId: instrumentId!, before: EVER, limit: 20_000 }
  expect(await recording.archive.candlesBefore(ask.instrumentId, FIVE_MINUTES, EVER, 1)).toMatchObject([{ openTime: expect.toSatisfy((open: number) => open > time) as number }])

  const past = await handlers['market.candles']({ ...ask, intervalMs: FIVE_MINUTES })
  expect(past.openTime).toHaveLength(500)
  expect(past.openTime.at(-1)! + FIVE_MINUTES).toBeLessThanOrEqual(time)
  expect(past.more).toBe(false)
  const hours = await handlers['market.candles']({ ...ask, intervalMs: HOUR_MS })
  expect(hours.openTime).toHaveLength(41)
  expect(hours.openTime.at(-1)! + HOUR_MS).toBeLessThanOrEqual(time)

  // As a run before, or a clock set wrong, might have left one.
  const known = await mode.data.decisions({ instrumentId: ask.instrumentId, from: 0, to: EVER, limit: 9 })
  const last = (await mode.data.decision(ask.instrumentId, known.at(-1)!.decisionId, known.at(-1)!.asOf))!
  await books.decisions.putDecisions([{ ...last, decisionId: 'of the future', asOf: (time + 1) as TimeMs }])
  const series = await handlers['desk.decisions']({ instrumentId: ask.instrumentId, from: 0, to: EVER, limit: 20_000 })
  expect(series.asOf.at(-1)).toBe(last.asOf)
  expect(series.asOf.filter((asOf) => asOf > time)).toEqual([])
  expect(await handlers['desk.decision']({ instrumentId: ask.instrumentId, decisionId: 'of the future', asOf: time + 1 })).toBeNull()

  mode.pace.wish!({ kind: 'play' })
  await mode.ended
  expect((await handlers['market.candles']({ ...ask, intervalMs: FIVE_MINUTES })).openTime).toHaveLength(3 * 288)
  expect((await handlers['desk.decisions']({ instrumentId: ask.instrumentId, from: 0, to: EVER, limit: 20_000 })).decisionId).toContain('of the future')
}, 60_000)

it('gives the series of an instrument as asked', async () => {
  const { mode, handlers } = await heldAfter(2 * 300)
  const [instrumentId, other] = namesOf(mode)
  const whole = await handlers['desk.decisions']({ instrumentId, from: 0, to: EVER, limit: 20_000 })
  expect(requests['desk.decisions'].result.safeParse(whole).error).toBeUndefined()
  expect(whole.asOf.slice(1).every((asOf, index) => asOf - whole.asOf[index]! === FIVE_MINUTES)).toBe(true)
  expect(whole.asOf.at(-1)).toBe(Math.floor(mode.desk.status().time / FIVE_MINUTES) * FIVE_MINUTES)
  expect(whole.decisionId.every((id) => id.includes(instrumentId))).toBe(true)
  const [from, to] = [whole.asOf.at(-20)!, whole.asOf.at(-5)!]
  const part = await handlers['desk.decisions']({ instrumentId, from, to, limit: 4 })
  expect(part.asOf).toEqual(whole.asOf.slice(-9, -5))
  expect(part.long).toEqual(whole.long.slice(-9, -5))
  expect((await handlers['desk.decisions']({ instrumentId: other, from, to, limit: 99 })).asOf).toHaveLength(15)
  expect((await handlers['desk.decisions']({ instrumentId: 'NOBODY', from, to, limit: 99 })).asOf).toEqual([])
}, 60_000)

it('tells of a decision what each side was worth, what it would cost and what each input added', async () => {
  const { mode, handlers } = await heldAfter(2 * 400)
  const [instrumentId, other] = namesOf(mode)
  const series = await handlers['desk.decisions']({ instrumentId, from: 0, to: EVER, limit: 40 })
  const details = await Promise.all(series.decisionId.map(async (decisionId, index) => (await handlers['desk.decision']({ instrumentId, decisionId, asOf: series.asOf[index]! }))!))
  for (const [index, detail] of details.entries()) {
    expect(requests['desk.decision'].result.safeParse(detail).error).toBeUndefined()
    for (const [side, value] of [[detail.long!, series.long[index]], [detail.short!, series.short[index]]] as const) {
      expect(side.expectedValue).toBe(value)
      expect(side.grossValue! - side.feeCost! - side.slippageCost! - side.fundingCost!).toBeCloseTo(side.expectedValue!, 12)
      const sizes = side.contributions.map(({ logOdds }) => Math.abs(logOdds))
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
      expect(side.contributions.map(({ feature }) => feature).toSorted()).toEqual(['atr_pct_14', 'bb_z_20', 'r_12', 'r_3', 'rsi_14', 'vol_z_48'])
    }
  }
  // The inputs' parts and a constant make up the log-odds that the model itself said.
  const constants = details.map(({ long }) => Math.log(long!.winProbability! / (1 - long!.winProbability!)) - long!.contributions.reduce((sum, { logOdds }) => sum + logOdds, 0))
  for (const constant of constants) expect(constant).toBeCloseTo(constants[0]!, 4)
  expect(new Set(details.map(({ long }) => long!.winProbability)).size).toBeGreaterThan(10)
  expect(await handlers['desk.decision']({ instrumentId: other, decisionId: series.decisionId[0]!, asOf: series.asOf[0]! })).toBeNull()
  expect(await handlers['desk.decision']({ instrumentId, decisionId: 'never', asOf: series.asOf[0]! })).toBeNull()
}, 60_000)

it('stops when it was told to hold and has not come to rest yet', async () => {
  const { mode } = await heldAfter(2 * 100, 0)
  await mode.stop()
  await mode.ended
}, 20_000)
