import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { dataHash } from '../../src-main/base/text-hash.ts'
import { runHost } from '../../src-main/commands/run-host.ts'
import { featureSetHash } from '../../src-main/features/catalogue.ts'
import { recordedOpening } from '../../src-main/host/open-replay.ts'
import { RECORDED_ACCOUNT } from '../../src-main/modes/archived-record.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteModelRegistry } from '../../src-main/storage/model-register.ts'
import type { Birth } from '../../src-main/supervision/engine-handle.ts'
import { commandLine } from '../support/command-line.ts'
import { click, DEMO, EngineHome } from '../support/engine-home.ts'
import { writeTinyModel } from '../support/tiny-model.ts'
import { candidateOf } from '../support/trial-samples.ts'
import { gone, isAlive } from '../support/venue-process.ts'

// Real processes: an engine's, its venue's, and this one as their supervisor. They go on from test to test with one account.
const home = mkdtempSync(join(tmpdir(), 'haetae-engine-'))
const SOON = { timeout: 60_000, interval: 20 }
const homes: EngineHome[] = []
afterEach(async () => {
  for (const one of homes.splice(0)) await one.stop()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

function start(beginning: Birth['beginning']): EngineHome {
  const one = new EngineHome(home, beginning)
  homes.push(one)
  return one
}
async function running(beginning: Birth['beginning'] = DEMO): Promise<EngineHome> {
  const one = start(beginning)
  await expect.poll(() => [one.phase, one.latest.status?.ready], SOON).toEqual(['running', true])
  return one
}
const refused = (code: string) => ({ accepted: false, reason: { code, values: {} } })

it('asks what to run when nothing was ever opened, and answers nothing of a mode', async () => {
  const one = start('last')
  await expect.poll(() => one.phase, SOON).toBe('choosing')
  expect(one.latest.workstation).toMatchObject({ mode: null, recentCrashes: 0, exitsOnly: false })
  await expect(one.ask('desk.status', null)).rejects.toThrow(/^not-running$/)
  await expect(one.ask('market.candles', { instrumentId: 'BTCUSDT', intervalMs: 300_000, before: 1, limit: 1 })).rejects.toThrow('not-running')
  await expect(one.ask('export.read', { jobId: 'x', offset: 0 })).rejects.toThrow('not-running')
  expect(await one.ask('trading.start', click())).toEqual(refused('not-running'))
  expect(await one.ask('positions.flatten', { ...click(), instrumentId: null })).toEqual(refused('not-running'))
  expect(await one.ask('pace.change', { ...click(), change: { kind: 'pause' } })).toEqual(refused('not-running'))
  expect(await one.ask('workstation.close', click())).toEqual(refused('not-running'))
  expect(await one.ask('workstation.archive', null)).toEqual([])
  expect(await one.ask('profile.put', { key: 'layout.main', value: '{}' })).toEqual({ accepted: true })
  expect(await one.ask('profile.get', { key: 'layout.main' })).toBe('{}')
  expect(one.latest.vitals).toMatchObject({ turnMs: null, journalSequence: null })
})

it('opens a new account from the page without trading, and trades when a person says so', async () => {
  const one = start('last')
  await expect.poll(() => one.phase, SOON).toBe('choosing')
  const open = { ...click(), opening: { mode: 'demo', seed: 6, speed: 1_000, edge: 'trend' } } as const
  const steps: unknown[] = []
  one.client.subscribe('workstation', { onReset: () => {}, onItems: (values) => { steps.push(...values.map(({ told, part }) => told?.code === 'making-market' && part)); one.latest.workstation = values.at(-1)! } })
  expect(await one.ask('workstation.open', open)).toEqual({ accepted: true })
  expect(await one.ask('workstation.open', open), 'the same click').toEqual({ accepted: true })
  expect(await one.ask('workstation.open', { ...open, ...click() })).toEqual(refused('already-running'))
  await expect.poll(() => [one.phase, one.latest.status?.ready], SOON).toEqual(['running', true])
  expect(steps.filter((part) => typeof part === 'number').length).toBeGreaterThan(2)
  expect(one.latest.status).toMatchObject({ accountId: 'sim:demo:6', trading: false })
  expect(await one.ask('trading.start', click())).toEqual({ accepted: true })
  await expect.poll(() => one.latest.status?.trading, SOON).toBe(true)
  await expect.poll(() => one.latest.vitals?.turnMs, SOON).toBeGreaterThan(0)
  expect(one.latest.vitals!.journalSequence).toBeGreaterThan(0)
  expect(one.latest.vitals!.memoryMb).toBeGreaterThan(20)
})

it('goes on with what a window had opened, trading as its journal says, until a window closes it', async () => {
  const one = await running('last')
  expect(one.latest.status).toMatchObject({ accountId: 'sim:demo:6', trading: true })
  const venue = one.venuePid('sim_demo_6')
  const { sessionId } = one.latest.status!
  expect(await one.ask('workstation.close', click())).toEqual({ accepted: true })
  await expect.poll(() => one.phase, SOON).toBe('choosing')
  expect(one.latest, 'nothing of the old mode is left to read').not.toHaveProperty('status')
  await expect.poll(() => isAlive(venue), SOON).toBe(false)
  expect(await one.ask('workstation.open', { ...click(), opening: { mode: 'demo', seed: 6, speed: 1, edge: 'trend' } })).toEqual({ accepted: true })
  await expect.poll(() => one.latest.status?.ready, SOON).toBe(true)
  expect(one.latest.status!.sessionId).not.toBe(sessionId)
  await one.ask('workstation.close', click())
  await one.stop()
  const next = start('last')
  await expect.poll(() => next.phase, SOON).toBe('choosing')
})

it('has a new engine recover the account of one that was killed, while the venue’s process goes on', async () => {
  const one = await running()
  await expect.poll(() => one.latest.status?.tradeCount, SOON).toBeGreaterThan(0)
  const [engine, venue] = [one.enginePid(), one.venuePid()]
  const before = one.latest.status!
  one.states.length = 0
  process.kill(engine, 'SIGKILL')
  await expect.poll(() => one.states, SOON).toContain('lost')
  await expect.poll(() => [one.states.at(-1), one.phase, one.latest.status?.ready, one.latest.workstation?.recentCrashes], SOON).toEqual(['open', 'running', true, 1])
  expect(one.enginePid()).not.toBe(engine)
  expect(one.venuePid()).toBe(venue)
  const after = one.latest.status!
  expect(after).toMatchObject({ accountId: before.accountId, trading: true })
  expect(after.sessionId).not.toBe(before.sessionId)
  expect(after.tradeCount).toBeGreaterThanOrEqual(before.tradeCount)
  expect(after.time).toBeGreaterThan(before.time - 600_000)
})

it('goes on with the models that a window promotes, and so does its next life', async () => {
  const { featureSet, labelSpec } = configure()
  const same = { featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec) }
  for (const direction of ['long', 'short'] as const) {
    writeTinyModel(join(home, 'models'), `new-${direction}`, { weights: featureSet.map(() => [0, 0, 0, 0, 0]), bias: [0, 0, 0, 60, 10] }, { direction, inputs: featureSet, ...same })
  }
  openAccountFolder(home, RECORDED_ACCOUNT)
  await new SqliteModelRegistry(recordedOpening(home), systemClock).register(candidateOf('new', 'not-proven', same))
  const one = await running()
  one.watch('decisions')
  const whoDecides = async (): Promise<string | undefined> => {
    const { decisionId = '', instrumentId = '-', asOf = 0 } = one.latest.decisions ?? {}
    return decisionId && (await one.ask('desk.decision', { decisionId, instrumentId, asOf }))?.modelIds.long
  }
  await expect.poll(whoDecides, SOON).toBe('demo-linear-long')
  expect(await one.ask('models.move', { ...click(), candidateId: 'new', status: 'promoted', reason: null })).toEqual(refused('model-not-proven'))
  expect(await one.ask('models.move', { ...click(), candidateId: 'new', status: 'promoted', reason: 'to see that it is asked' })).toEqual({ accepted: true })
  await expect.poll(whoDecides, SOON).toBe('new-long')
  one.states.length = 0
  process.kill(one.enginePid(), 'SIGKILL')
  await expect.poll(() => [one.states.includes('lost'), one.states.at(-1), one.phase, one.latest.status?.ready], SOON).toEqual([true, 'open', 'running', true])
  delete one.latest.decisions
  await expect.poll(whoDecides, SOON).toBe('new-long')
  expect(await one.ask('models.rollback', { ...click(), strategyId: 'perp-ev', reason: null })).toEqual({ accepted: true })
  await expect.poll(whoDecides, SOON).toBe('demo-linear-long')
})

it('has a market that a person holds stand still when its engine died', async () => {
  const one = await running()
  await one.ask('pace.change', { ...click(), change: { kind: 'speed', speed: null } })
  await one.ask('pace.change', { ...click(), change: { kind: 'pause' } })
  await expect.poll(() => one.latest.pace?.paused, SOON).toBe(true)
  const { time } = one.latest.pace!
  process.kill(one.enginePid(), 'SIGKILL')
  // The dead engine's last words stay until its successor speaks, so the pace is waited for like the rest: only a new engine's is 1,000 again.
  await expect.poll(() => [one.latest.workstation?.recentCrashes, one.latest.status?.ready, one.latest.pace?.speed, one.latest.pace?.paused], SOON).toEqual([1, true, 1_000, true])
  expect(one.latest.pace!.time).toBeLessThanOrEqual(time)
  await one.ask('pace.change', { ...click(), change: { kind: 'play' } })
  await expect.poll(() => one.latest.pace!.time, SOON).toBeGreaterThan(time)
})

it('does exits only from the third death on', async () => {
  const one = await running()
  for (let death = 1; death <= 3; death++) {
    process.kill(one.enginePid(), 'SIGKILL')
    await expect.poll(() => [one.phase, one.latest.workstation?.recentCrashes], SOON).toEqual(['running', death])
  }
  expect(one.latest.workstation!.exitsOnly).toBe(true)
  await expect.poll(() => one.latest.status?.components, SOON).toContainEqual(expect.objectContaining({ component: 'engine-process', healthy: false }))
  expect(one.messages).toContainEqual({ kind: 'notice', level: 'alarm', told: { code: 'exits-only', values: { crashes: 3 } } })
})

it('takes no entries when the computer is about to sleep, and begins anew when it has slept', async () => {
  const one = await running()
  const { sessionId } = one.latest.status!
  one.supervisor.send({ kind: 'suspend' })
  await expect.poll(() => one.latest.status?.components, SOON).toContainEqual(expect.objectContaining({ component: 'power', healthy: false }))
  one.states.length = 0
  await one.supervisor.restart()
  await expect.poll(() => [one.phase, one.latest.status?.ready, one.latest.status?.sessionId === sessionId], SOON).toEqual(['running', true, false])
  expect(one.latest.workstation).toMatchObject({ recentCrashes: 0 })
  expect(one.latest.status!.components.some(({ component }) => component === 'power')).toBe(false)
  expect(one.states).toContain('lost')
})

it('tells whoever shows it outside of windows how it is, and does what is asked there', async () => {
  const one = await running()
  await expect.poll(() => one.messages.findLast(({ kind }) => kind === 'summary'), SOON).toMatchObject({ summary: { phase: 'running', mode: 'demo', ready: true, trading: true, latches: 0 } })
  expect(await one.shell({ kind: 'stop-trading' })).toBeNull()
  await expect.poll(() => one.messages.findLast(({ kind }) => kind === 'summary'), SOON).toMatchObject({ summary: { trading: false } })
  expect(await one.shell({ kind: 'start-trading' })).toBeNull()
  expect(await one.shell({ kind: 'flatten' })).toBeNull()
  await expect.poll(() => one.messages.findLast(({ kind }) => kind === 'summary'), SOON).toMatchObject({ summary: { trading: false, openPositions: 0, unprotected: 0 } })
  await one.ask('workstation.close', click())
  expect(await one.shell({ kind: 'start-trading' })).toMatchObject({ code: 'not-running' })
})

it('exports in a process of its own what the command line exports, gives it in pieces and saves it where a person wants it', async () => {
  const one = await running()
  await one.ask('pace.change', { ...click(), change: { kind: 'pause' } })
  await expect.poll(() => one.latest.pace, SOON).toMatchObject({ paused: true, speed: 1_000, from: null, to: null })
  const started = await one.ask('export.start', { ...click(), table: 'ledger', format: 'csv', from: null, to: null })
  const { jobId } = started as Extract<typeof started, { accepted: true }>
  await expect.poll(() => one.latest.jobs, SOON).toMatchObject([{ jobId, state: 'done', part: 1, file: { name: 'haetae-sim-demo-5-ledger.csv' } }])
  const { text, next } = await one.ask('export.read', { jobId, offset: 0 })
  const { out } = await commandLine(home, ['export', '--table', 'ledger'])
  expect([text, next]).toEqual([out, null])
  expect(text.split('\r\n').length).toBeGreaterThan(2)
  expect(one.latest.jobs![0]!.file!.bytes).toBe(Buffer.byteLength(text))
  const path = join(home, 'saved.csv')
  expect(await one.shell({ kind: 'save-export', jobId, path })).toBeNull()
  expect(readFileSync(path, 'utf8')).toBe(text)
  expect(await one.shell({ kind: 'save-export', jobId: 'another', path })).toMatchObject({ code: 'no-such-job' })
  await expect(one.ask('export.read', { jobId: 'another', offset: 0 })).rejects.toThrow('no-such-job')
  await one.ask('workstation.close', click())
  expect([existsSync(join(home, 'sim_demo_5', 'exports')), one.latest.jobs]).toEqual([false, []])
})

it('says that another engine has the account, and lets a person choose something else', async () => {
  const first = await running()
  const second = start(DEMO)
  await expect.poll(() => second.phase, SOON).toBe('failed')
  expect(second.latest.workstation!.told).toMatchObject({ code: 'storage-refused', values: { refusal: 'locked', detail: expect.stringContaining('in use by another Haetae') as string } })
  expect(second.latest.workstation!.recentCrashes).toBe(0)
  await first.stop()
  expect(await second.ask('workstation.open', { ...click(), opening: DEMO.opening })).toEqual({ accepted: true })
  await expect.poll(() => second.phase, SOON).toBe('running')
})

it('gives up, and says so, when the engine ends again and again before it serves', async () => {
  const root = join(home, 'broken')
  mkdirSync(join(root, 'dist/renderer'), { recursive: true })
  writeFileSync(join(root, 'dist/renderer/index.html'), '<p>page')
  let error = ''
  const terminal = { root, home, program: 'test', clock: systemClock, out: () => {}, error: (line: string) => void (error += line), progress: () => {}, cancelled: () => false, stopAsked: new Promise<void>(() => {}) }
  expect(await runHost({ beginning: null, port: 0, browse: false }, terminal)).toBe(1)
  expect(error).toContain('doctor')
})

it('leaves neither engine nor venue behind when it is stopped', async () => {
  const one = await running()
  const pids = [one.enginePid(), one.venuePid()]
  await one.stop()
  await Promise.all(pids.map(gone))
  expect(pids.filter(isAlive)).toEqual([])
})
