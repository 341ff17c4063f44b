import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prepareDemo } from '../../scripts/page/prepared-demo.ts'
import type { Requests } from '../../src-shared/contract/contract.ts'
import { openDesktop, type DesktopApp } from '../support/desktop-app.ts'
import { joinPage, type PageDoor } from '../../scripts/page/page-door.ts'

// The built main process, preload, engine and venue, around an account that holds positions. Only Electron itself is a double.
const SEED = 7
const home = mkdtempSync(join(tmpdir(), 'haetae-desktop-engine-'))
const PATIENCE = { timeout: 30_000, interval: 50 }
let app: DesktopApp
let door: PageDoor

beforeAll(async () => {
  await prepareDemo({ home, seed: SEED, instruments: 3, hours: 0, positions: 2 })
  app = await openDesktop({ home })
  door = await joinPage(app.page)
})
afterAll(async () => {
  await app.close()
  rmSync(home, { recursive: true, force: true })
})

const control = () => app.control
const engines = () => control().records<{ program: string; pid: number }>('utility-fork').filter(({ program }) => program === 'engine.js')
const phase = async () => (await door.latest('workstation'))?.phase
const status = () => door.latest('status')
const notifications = () => control().records<{ title: string; body: string }>('notification')
const positions = () => door.request('desk.positions', null)
const click = (): { requestId: string } => ({ requestId: crypto.randomUUID() })
const opening: Requests['workstation.open']['params']['opening'] = { mode: 'demo', seed: SEED, speed: 1, edge: 'trend' }

it('begins with nothing running', async () => {
  await expect.poll(phase, PATIENCE).toBe('choosing')
  expect(await control().run('tray')).toEqual({ image: expect.stringMatching(/off\.png$/) as string, toolTip: 'Haetae: not running' })
  await expect(control().run('click', { menu: 'application', id: 'trading.start' })).rejects.toThrow('cannot be chosen')
})

it('opens the demo that a window asks for, its venue in a process of its own', async () => {
  expect(await door.request('workstation.open', { ...click(), opening })).toEqual({ accepted: true })
  await expect.poll(phase, PATIENCE).toBe('running')
  expect(control().records<{ program: string }>('utility-fork').map(({ program }) => program)).toContain('venue.js')
  expect(await positions()).toHaveLength(2)
})

it('keeps the computer awake while positions are open', async () => {
  await expect.poll(() => control().run('blockers'), PATIENCE).toEqual(['prevent-app-suspension'])
})

it('stops and starts trading from tray and menu, which show it', async () => {
  await expect.poll(async () => (await status())?.ready, PATIENCE).toBe(true)
  await control().run('click', { menu: 'tray', id: 'trading.stop' })
  await expect.poll(async () => (await status())?.trading, PATIENCE).toBe(false)
  await expect.poll(() => control().run('tray'), PATIENCE).toEqual({ image: expect.stringMatching(/stopped\.png$/) as string, toolTip: 'Haetae: not trading, 2 open' })
  await control().run('click', { menu: 'application', id: 'trading.start' })
  await expect.poll(async () => (await status())?.trading, PATIENCE).toBe(true)
  await expect.poll(() => control().run('tray'), PATIENCE).toEqual({ image: expect.stringMatching(/trading\.png$/) as string, toolTip: 'Haetae: trading, 2 open' })
  await control().run('click', { menu: 'application', id: 'trading.stop' })
  await expect.poll(async () => (await status())?.trading, PATIENCE).toBe(false)
})

it('goes on after a reload, through a new port', async () => {
  await app.page.evaluate('void (window.isOld = true)')
  await control().run('reload-window', 0)
  await expect.poll(() => app.page.evaluate('window.isOld === undefined && testDoor.ports'), PATIENCE).toBe(1)
  await expect.poll(phase, PATIENCE).toBe('running')
  expect(await positions()).toHaveLength(2)
  expect(engines()).toHaveLength(1)
})

it('gives a page another port when it asks for one', async () => {
  const before = await door.ports()
  await app.page.evaluate('desktop.connect()')
  await expect.poll(() => door.ports(), PATIENCE).toBe(before + 1)
  await expect.poll(phase, PATIENCE).toBe('running')
})

it('starts an engine that was killed again, which recovers, and hands windows a new port', async () => {
  const before = await door.ports()
  process.kill(engines().at(-1)!.pid, 'SIGKILL')
  await expect.poll(() => door.ports(), PATIENCE).toBe(before + 1)
  await expect.poll(phase, PATIENCE).toBe('running')
  expect(await positions()).toHaveLength(2)
  expect(await door.latest('workstation')).toMatchObject({ recentCrashes: 1, exitsOnly: false })
  expect(notifications()).toContainEqual(expect.objectContaining({ title: 'Alarm', body: 'The engine ended and is started again. Stops rest at the venue.' }))
  await expect.poll(async () => (await status())?.ready, PATIENCE).toBe(true)
  await control().run('click-notification')
  expect(control().records('window-focused')).toHaveLength(1)
})

it('loses nothing when a page’s renderer dies: the window loads again, the engine never noticed', async () => {
  const lives = engines().length
  const dead = app.page
  void (await dead.context().newCDPSession(dead)).send('Page.crash').catch(() => undefined)
  await expect.poll(async () => (await control().page('main')) !== dead, PATIENCE).toBe(true)
  door = await joinPage(await control().page('main'))
  await expect.poll(phase, PATIENCE).toBe('running')
  expect(engines()).toHaveLength(lives)
  expect(notifications().filter(({ body }) => body.startsWith('A window failed'))).toHaveLength(1)
})

it('tells the engine of the computer’s sleep, and begins a new life after it, which is no death', async () => {
  const lives = engines().length
  const before = await door.ports()
  await control().run('power', 'suspend')
  await expect.poll(async () => (await status())?.components.find(({ component }) => component === 'power')?.healthy, PATIENCE).toBe(false)
  await control().run('power', 'resume')
  await expect.poll(() => door.ports(), PATIENCE).toBe(before + 1)
  await expect.poll(phase, PATIENCE).toBe('running')
  expect(engines()).toHaveLength(lives + 1)
  expect(await door.latest('workstation')).toMatchObject({ recentCrashes: 1 })
  expect(await positions()).toHaveLength(2)
})

it('asks before the last window closes over open positions: staying is the default', async () => {
  await control().run('close-window', 0)
  await expect.poll(() => control().records('message-box').length, PATIENCE).toBe(1)
  const [question] = control().records<{ message: string; detail: string; buttons: string[]; defaultId: number; cancelId: number }>('message-box')
  expect(question).toMatchObject({ message: '2 positions are open. Close Haetae?', buttons: ['Keep running in the tray', 'Quit', 'Stay'], defaultId: 2, cancelId: 2 })
  expect(question?.detail).toContain('the stops rest with the simulated venue')
  expect(await control().run('windows')).toHaveLength(1)
})

it('keeps running in the tray, and comes back with a window', async () => {
  control().answer('message-box', () => 0)
  await control().run('close-window', 0)
  await expect.poll(() => control().run('windows'), PATIENCE).toEqual([])
  // The browser takes its time: until then its page would be taken for the new window's.
  await expect.poll(() => door.page.isClosed(), PATIENCE).toBe(true)
  expect(await control().run('blockers')).toHaveLength(1)
  await control().run('click-tray')
  door = await joinPage(await control().page('main'))
  await expect.poll(phase, PATIENCE).toBe('running')
})

it('flattens only when a person says so: the default keeps the positions', async () => {
  control().answer('message-box', () => null)
  await control().run('click', { menu: 'tray', id: 'trading.flatten' })
  await expect.poll(() => control().records<{ message: string }>('message-box').at(-1)?.message, PATIENCE).toBe('Close all 2 positions at market?')
  expect(control().records<{ defaultId: number; buttons: string[] }>('message-box').at(-1)).toMatchObject({ defaultId: 0, buttons: ['Keep positions', 'Close all'] })
  expect(await positions()).toHaveLength(2)
  control().answer('message-box', () => 1)
  await control().run('click', { menu: 'application', id: 'trading.flatten' })
  await expect.poll(positions, PATIENCE).toEqual([])
  await expect.poll(() => control().run('blockers'), PATIENCE).toEqual([])
})

it('tells outside of the window what the engine warns of: after its third death it does exits only', async () => {
  for (const death of [2, 3]) {
    const before = await door.ports()
    process.kill(engines().at(-1)!.pid, 'SIGKILL')
    await expect.poll(() => door.ports(), PATIENCE).toBeGreaterThan(before)
    await expect.poll(async () => (await door.latest('workstation'))?.recentCrashes, PATIENCE).toBe(death)
  }
  await expect.poll(notifications, PATIENCE).toContainEqual(expect.objectContaining({ title: 'Alarm', body: 'The engine died 3 times within five minutes. Only exits are made now.' }))
  await expect.poll(phase, PATIENCE).toBe('running')
})

it('quits without a question when nothing is open, engine and venue with it', async () => {
  const asked = control().records('message-box').length
  await control().run('click', { menu: 'application', id: 'quit' })
  expect(await control().ended).toBe(0)
  expect(control().records('message-box')).toHaveLength(asked)
  const started = control().records<{ pid: number }>('utility-fork').map(({ pid }) => pid)
  await expect.poll(() => started.filter(isAlive), PATIENCE).toEqual([])
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
