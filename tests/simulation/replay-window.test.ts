import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PaceChange } from '../../src-shared/contract/market-views.ts'
import { click, EngineHome } from '../support/engine-home.ts'
import { record, type Recording } from '../support/recorded.ts'

// A replay in the engine's process, opened, held, stepped and closed from a window.
const MINUTES_5 = 300_000
const SOON = { timeout: 60_000, interval: 20 }
let recording: Recording
let one: EngineHome
beforeAll(async () => {
  recording = await record(17, 2)
  one = new EngineHome(recording.home, null)
})
afterAll(async () => {
  await one.stop()
  recording.close()
})

const open = (more: { readonly instruments?: readonly string[]; readonly from?: number; readonly speed?: number | null } = {}) =>
  one.ask('workstation.open', { ...click(), opening: { mode: 'replay', instruments: ['BTCUSDT', 'ETHUSDT'], from: null, to: null, speed: null, ...more } })
const pace = (change: PaceChange) => one.ask('pace.change', { ...click(), change })
const spans = async () => (await one.ask('workstation.archive', null)).toSorted((a, b) => a.instrumentId.localeCompare(b.instrumentId))

it('lists what can be replayed', async () => {
  await expect.poll(() => one.phase, SOON).toBe('choosing')
  const all = await spans()
  expect(all.map(({ instrumentId, intervalMs, candles }) => [instrumentId, intervalMs, candles])).toEqual([['BTCUSDT', MINUTES_5, 17 * 288], ['ETHUSDT', MINUTES_5, 17 * 288]])
  expect(all[0]!.to - all[0]!.from).toBe(17 * 288 * MINUTES_5)
})

it('says what is not there to be replayed, and takes another wish', async () => {
  await open({ instruments: ['DOGEUSDT'] })
  await expect.poll(() => one.latest.workstation, SOON).toMatchObject({ phase: 'failed', mode: 'replay', told: { code: 'unknown-instrument', values: { instrument: 'DOGEUSDT' } } })
  await open({ from: (await spans())[0]!.to })
  await expect.poll(() => one.latest.workstation?.told, SOON).toMatchObject({ code: 'nothing-recorded' })
})

it('does not trade until a person starts it', async () => {
  expect(await open({ speed: 1 })).toEqual({ accepted: true })
  await expect.poll(() => one.latest.status?.ready, SOON).toBe(true)
  expect(one.latest.status).toMatchObject({ mode: 'replay', accountId: 'sim:replay:1', trading: false })
  expect(await one.ask('trading.start', click())).toEqual({ accepted: true })
  await expect.poll(() => one.latest.status?.trading, SOON).toBe(true)
})

it('steps from candle to candle, and says where it is in the record', async () => {
  const { from, to } = (await spans())[0]!
  await pace({ kind: 'pause' })
  await expect.poll(() => one.latest.pace, SOON).toMatchObject({ paused: true, speed: 1, from, to })
  for (let candle = 1; candle <= 3; candle++) {
    expect(await pace({ kind: 'step' })).toEqual({ accepted: true })
    await expect.poll(() => [one.latest.pace?.paused, (one.latest.pace?.time ?? 0) - from], SOON).toEqual([true, candle * MINUTES_5])
  }
})

it('finds the next decision to enter, and holds there with what it led to', async () => {
  await pace({ kind: 'next-decision' })
  await expect.poll(() => one.latest.pace?.paused, SOON).toBe(false)
  await expect.poll(() => one.latest.pace?.paused, SOON).toBe(true)
  const { time } = one.latest.pace!
  const series = await one.ask('desk.decisions', { instrumentId: 'BTCUSDT', from: 0, to: time + 1, limit: 20_000 })
  const other = await one.ask('desk.decisions', { instrumentId: 'ETHUSDT', from: 0, to: time + 1, limit: 20_000 })
  const entries = [series, other].flatMap(({ action, asOf }) => asOf.filter((_, i) => action[i] !== 'FLAT'))
  expect(entries).toHaveLength(1)
  expect(time - entries[0]!).toBeLessThan(MINUTES_5)
})

it('runs to the end of the record, which stays to be looked at and can be asked nothing', async () => {
  await pace({ kind: 'speed', speed: null })
  await pace({ kind: 'play' })
  await expect.poll(() => one.phase, SOON).toBe('ended')
  expect((await one.ask('desk.status', null)).time).toBeGreaterThanOrEqual((await spans())[0]!.to)
  expect(await one.ask('trading.stop', click())).toMatchObject({ accepted: false, reason: { code: 'not-running' } })
  expect(await pace({ kind: 'play' })).toMatchObject({ accepted: false })
})

it('exports the decisions of this replay', async () => {
  const started = await one.ask('export.start', { ...click(), table: 'decisions', format: 'json', from: null, to: null })
  const { jobId } = started as Extract<typeof started, { accepted: true }>
  await expect.poll(() => one.latest.jobs, SOON).toMatchObject([{ jobId, state: 'done', file: { name: 'haetae-sim-replay-1-decisions.json' } }])
  let text = ''
  for (let offset: number | null = 0; offset !== null;) {
    const piece: { readonly text: string; readonly next: number | null } = await one.ask('export.read', { jobId, offset })
    text += piece.text
    offset = piece.next
  }
  expect((JSON.parse(text) as object[]).length).toBe(one.latest.vitals!.decisions)
  expect(one.latest.vitals!.decisions).toBeGreaterThan(100)
})

it('leaves nothing behind when it is closed', async () => {
  expect(await one.ask('workstation.close', click())).toEqual({ accepted: true })
  await expect.poll(() => one.phase, SOON).toBe('choosing')
  expect(readdirSync(join(recording.home, 'sim_replay_1')).filter((name) => name.startsWith('replay-'))).toEqual([])
})
