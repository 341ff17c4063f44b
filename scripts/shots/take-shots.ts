import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { DAY_MS } from '../../src-shared/domain/units.ts'
import { startHost, type HostProcess } from '../page/host-process.ts'
import { prepareDemo, PREPARED_DAY } from '../page/prepared-demo.ts'
import { prepareRecord } from '../page/prepared-record.ts'
import { openLook, sessionOf, type Look, type Size } from './look.ts'
import { RUNNING, type ShotState } from './states.ts'

export interface Shot {
  readonly name: string
  /** Belongs to the documentation. */
  readonly isMain: boolean
  readonly png: Uint8Array
}

export interface Wanted {
  readonly looks: readonly Look[]
  readonly sizes: readonly Size[]
}

/** Both themes with both languages, both palettes of prices among them. */
export const LOOKS: readonly Look[] = [
  { theme: 'dark', language: 'en', prices: 'western' }, { theme: 'light', language: 'ko', prices: 'korean' },
  { theme: 'dark', language: 'ko', prices: 'korean' }, { theme: 'light', language: 'en', prices: 'western' },
]
const SMALL: Size = { width: 1_280, height: 800 }
const LARGE: Size = { width: 1_600, height: 1_000 }
export const SIZES: readonly Size[] = [SMALL, LARGE]

const SEED = 11
const BUSY_SEED = 5
const BUSY_INSTRUMENTS = 50
const RECORD_DAYS = 24
const REPLAYED_DAYS = 3
const REPLAY_DECISIONS = 8

interface Window {
  readonly page: Page
  readonly look: Look
  readonly size: Size
}

/** Everything there is to see, one host after the other, each with an account that an engine has worked on. */
export async function* takeShots(browser: Browser, folder: string, wanted: Wanted): AsyncGenerator<Shot> {
  yield* firstRun(browser, join(folder, 'new'), wanted)
  yield* running(browser, join(folder, 'alive'), wanted)
  yield* busy(browser, join(folder, 'busy'), wanted)
  yield* replay(browser, join(folder, 'record'), wanted)
}

async function* firstRun(browser: Browser, home: string, wanted: Wanted): AsyncGenerator<Shot> {
  const host = await startHost(home, [])
  for await (const window of windows(browser, host, wanted)) {
    await window.page.locator('.mode-cards').waitFor()
    yield await shot('first-run', window, { isPage: true })
  }
  await host.stop()
}

async function* running(browser: Browser, home: string, wanted: Wanted): AsyncGenerator<Shot> {
  await prepareDemo({ home, seed: SEED, instruments: 5, hours: 22, positions: 4 })
  const host = await startHost(home, ['--mode', 'demo', '--seed', String(SEED), '--speed', '1'])
  for await (const window of windows(browser, host, wanted)) {
    for (const state of RUNNING) yield* stateShot(state, window)
  }
  yield* disconnected(browser, host, wanted)
}

async function* stateShot(state: ShotState, window: Window): AsyncGenerator<Shot> {
  await state.enter(window.page)
  yield await shot(state.name, window, state)
  await state.leave?.(window.page)
}

/** All windows first, then the end of the program behind them, as a crash would end it. */
async function* disconnected(browser: Browser, host: HostProcess, wanted: Wanted): AsyncGenerator<Shot> {
  const opened: Window[] = []
  for await (const window of windows(browser, host, wanted, false)) {
    await window.page.locator('.chart-legend').waitFor()
    opened.push(window)
  }
  const ended = once(host.child, 'close')
  host.child.kill('SIGKILL')
  await ended
  for (const window of opened) {
    await window.page.locator('html[data-frozen]').waitFor()
    yield await shot('trade-disconnected', window, { isLarge: true })
    await window.page.context().close()
  }
}

async function* busy(browser: Browser, home: string, { looks, sizes }: Wanted): AsyncGenerator<Shot> {
  await prepareDemo({ home, seed: BUSY_SEED, instruments: BUSY_INSTRUMENTS, hours: 8, positions: 6 })
  const host = await startHost(home, ['--mode', 'demo', '--seed', String(BUSY_SEED), '--speed', '1'])
  for await (const window of windows(browser, host, { looks: looks.slice(0, 2), sizes })) {
    await window.page.locator('.chart-legend').waitFor()
    yield await shot('trade-50-instruments', window, { isLarge: true })
  }
  await host.stop()
}

async function* replay(browser: Browser, home: string, wanted: Wanted): AsyncGenerator<Shot> {
  await prepareRecord(home, SEED, RECORD_DAYS)
  const from = new Date(PREPARED_DAY - REPLAYED_DAYS * DAY_MS).toISOString()
  const host = await startHost(home, ['--mode', 'replay', '--instrument', 'BTCUSDT,ETHUSDT,BNBUSDT,SOLUSDT,ADAUSDT', '--from', from, '--speed', '60'])
  let isThere = false
  for await (const window of windows(browser, host, wanted)) {
    await window.page.locator('.chart-legend').waitFor()
    if (!isThere) await stepThrough(window.page)
    isThere = true
    yield await shot('replay', window, { isPage: true, isLarge: true })
  }
  await host.stop()
}

/** From one decision to the next, each of which ends in a pause: so it stands at the same place in every run. */
async function stepThrough(page: Page): Promise<void> {
  const bar = page.locator('.replay-bar')
  const place = (): Promise<string | null> => bar.locator('.timeline').getAttribute('aria-valuenow')
  for (let i = 0; i < REPLAY_DECISIONS; i++) {
    const before = await place()
    await bar.locator('button', { has: page.locator('.lucide-locate-fixed') }).click()
    await page.waitForFunction((was) => document.querySelector('.replay-bar .lucide-play') && document.querySelector('.timeline')?.getAttribute('aria-valuenow') !== was, before, { timeout: 60_000 })
  }
}

/** Windows of a host, one for each look and size; each is closed before the next unless told. */
async function* windows(browser: Browser, host: HostProcess, { looks, sizes }: Wanted, closing = true): AsyncGenerator<Window> {
  const session = await sessionFor(host)
  for (const look of looks) {
    for (const size of sizes) {
      const page = await openLook(browser, host.url.origin, session, { ...look, size })
      yield { page, look, size }
      if (closing) await page.context().close()
    }
  }
}

const sessions = new WeakMap<HostProcess, Promise<string>>()

function sessionFor(host: HostProcess): Promise<string> {
  const session = sessions.get(host) ?? sessionOf(host.url)
  sessions.set(host, session)
  return session
}

/** In the documentation: pages in every look, other states in two of them; the main ones at the larger size too, in those two. */
async function shot(name: string, { page, look, size }: Window, { isPage, isLarge }: Pick<ShotState, 'isPage' | 'isLarge'>): Promise<Shot> {
  await settled(page)
  const isFirst = LOOKS.indexOf(look) < 2
  const isMain = size === SMALL ? Boolean(isPage) || isFirst : Boolean(isLarge) && isFirst
  return { name: `${name}-${look.theme}-${look.language}-${size.width}`, isMain, png: await page.screenshot() }
}

/** Nothing is asked for any more, and what came is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(700)
}
