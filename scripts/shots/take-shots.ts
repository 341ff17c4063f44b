import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startHost, type HostProcess } from '../page/host-process.ts'
import { prepareDemo } from '../page/prepared-demo.ts'
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
/** Of five instruments, each five minutes. */
const WARM_DECISIONS = 40
const BUSY_SEED = 5
const BUSY_INSTRUMENTS = 50
/** Features need fifteen of them before the first decision. */
const RECORD_DAYS = 18
const REPLAY_DECISIONS = 8
const RESEARCH_DAYS = 45
/** The place of “Why so few trades?” among the tabs of a report. */
const WHY_TAB = 2

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
  yield* backtest(browser, join(folder, 'research'), wanted)
}

async function* firstRun(browser: Browser, home: string, wanted: Wanted): AsyncGenerator<Shot> {
  yield* behind(await startHost(home, []), async function* (host) {
    for await (const window of windows(browser, host, wanted)) {
      await window.page.locator('.mode-cards').waitFor()
      yield await shot('first-run', window, { isPage: true })
    }
  })
}

async function* running(browser: Browser, home: string, wanted: Wanted): AsyncGenerator<Shot> {
  await prepareDemo({ home, seed: SEED, instruments: 5, hours: 21, positions: 4 })
  yield* behind(await startHost(home, ['--mode', 'demo', '--seed', String(SEED), '--speed', '60']), async function* (host) {
    await warmUp(browser, host)
    for await (const window of windows(browser, host, wanted)) {
      for (const state of RUNNING) if (state.isPage || isFirstLook(window)) yield* stateShot(state, window)
    }
    yield* disconnected(browser, host, wanted)
  })
}

/** Lets some candles pass, so that the curve of the equity has begun, and slows down then. */
async function warmUp(browser: Browser, host: HostProcess): Promise<void> {
  for await (const { page } of windows(browser, host, { looks: LOOKS.slice(0, 1), sizes: [LARGE] })) {
    await page.waitForFunction((least) => [...document.querySelectorAll('.status-bar > span')].some((part) => Number(/^(\d+) decisions$/.exec(part.textContent)?.[1]) >= least), WARM_DECISIONS, { timeout: 120_000 })
    await page.locator('.replay-bar .segments button').nth(1).click()
    await page.locator('.replay-bar .segments button[aria-pressed="true"]', { hasText: '10' }).waitFor()
  }
}

async function* stateShot(state: ShotState, window: Window): AsyncGenerator<Shot> {
  await state.enter(window.page)
  yield await shot(state.name, window, state)
  await state.leave?.(window.page)
}

/** All windows first, then the end of the program behind them, as a crash would end it. */
async function* disconnected(browser: Browser, host: HostProcess, wanted: Wanted): AsyncGenerator<Shot> {
  const opened: Window[] = []
  for await (const window of windows(browser, host, { ...wanted, looks: wanted.looks.slice(0, 2) }, false)) {
    await chartShown(window.page)
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
  yield* behind(await startHost(home, ['--mode', 'demo', '--seed', String(BUSY_SEED), '--speed', '10']), async function* (host) {
    for await (const window of windows(browser, host, { looks: looks.slice(0, 2), sizes })) {
      await chartShown(window.page)
      yield await shot('trade-50-instruments', window, { isLarge: true })
    }
  })
}

async function* replay(browser: Browser, home: string, wanted: Wanted): AsyncGenerator<Shot> {
  await prepareRecord(home, SEED, RECORD_DAYS)
  const args = ['--mode', 'replay', '--instrument', 'BTCUSDT,ETHUSDT,BNBUSDT,SOLUSDT,ADAUSDT', '--speed', '60']
  yield* behind(await startHost(home, args), async function* (host) {
    let isThere = false
    for await (const window of windows(browser, host, wanted)) {
      await chartShown(window.page)
      if (!isThere) await stepThrough(window.page)
      isThere = true
      yield await shot('replay', window, { isPage: true, isLarge: true })
    }
  })
}

/** A back-test of an invented month, made once by the button that a first visit finds. */
async function* backtest(browser: Browser, home: string, wanted: Wanted): AsyncGenerator<Shot> {
  await prepareRecord(home, SEED, RESEARCH_DAYS)
  yield* behind(await startHost(home, []), async function* (host) {
    let isThere = false
    for await (const window of windows(browser, host, wanted)) {
      const { page } = window
      await page.locator('.first-links button').first().click()
      await page.locator('.backtest-foot button.primary:enabled').waitFor()
      if (!isThere) await firstBacktest(window)
      isThere = true
      yield await shot('backtest-new', window, { isPage: true })
      await page.locator('.panel-runs tbody tr').first().click()
      await page.locator('.report-trades').waitFor()
      yield await shot('backtest', window, { isPage: true, isLarge: true })
      if (isFirstLook(window)) {
        await page.locator('.report-main [role="tab"]').nth(WHY_TAB).click()
        yield await shot('backtest-why', window, {})
      }
    }
    yield* training(browser, host, wanted)
  })
}

/** Everything that learning tells of the same month, each made once by its button. */
async function* training(browser: Browser, host: HostProcess, wanted: Wanted): AsyncGenerator<Shot> {
  let isThere = false
  for await (const window of windows(browser, host, wanted)) {
    const { page } = window
    await page.keyboard.press('Alt+5')
    if (!isThere) for (const { place, shows } of LEARNT) await learnt(page, place, shows)
    isThere = true
    for (const { place, name, shows } of LEARNT) {
      if (name !== 'training' && !isFirstLook(window)) continue
      await openPart(page, place)
      if (name === 'training') await page.locator('.models-list button').first().click()
      await page.locator(shows).first().waitFor()
      yield await shot(name, window, name === 'training' ? { isPage: true, isLarge: true } : {})
    }
  }
}

/** By their places among the parts of the page. */
const LEARNT = [
  { place: 1, name: 'training-feasibility', shows: '.feasibility-map td b' }, { place: 2, name: 'training-labels', shows: '.labels-examples svg' }, { place: 3, name: 'training-dataset', shows: '.panel-dataset table' },
  { place: 0, name: 'training', shows: '.gate .chip' },
]

const openPart = (page: Page, place: number): Promise<void> => page.locator(`#learn-part-${place}`).click()

async function learnt(page: Page, place: number, shows: string): Promise<void> {
  await openPart(page, place)
  await page.locator('.recipe .backtest-foot button.primary:enabled').click()
  await page.locator(shows).first().waitFor({ timeout: 300_000 })
}

async function firstBacktest({ page }: Window): Promise<void> {
  await page.locator('.backtest-foot button.primary').click()
  await page.locator('.report-trades').waitFor({ timeout: 300_000 })
  await page.locator('.page-head button').last().click()
  await page.locator('.panel-runs tbody tr').first().waitFor()
}

/** What is taken before a host, which ends with it. */
async function* behind(host: HostProcess, take: (host: HostProcess) => AsyncGenerator<Shot>): AsyncGenerator<Shot> {
  try {
    yield* take(host)
  } finally {
    if (host.child.exitCode === null && host.child.signalCode === null) await host.stop()
  }
}

const chartShown = (page: Page): Promise<void> => page.locator('.chart-place:not(.chart-bare)').waitFor()

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
  const isFirst = isFirstLook({ look })
  const isMain = size === SMALL ? Boolean(isPage) || isFirst : Boolean(isLarge) && isFirst
  return { name: `${name}-${look.theme}-${look.language}-${size.width}`, isMain, png: await page.screenshot() }
}

/** One of the two in which every state is shown. */
const isFirstLook = ({ look }: Pick<Window, 'look'>): boolean => LOOKS.indexOf(look) < 2

/** The account is known where one is shown, nothing is asked for any more, and what came is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.mouse.move(0, 0)
  await page.waitForFunction(() => ![...document.querySelectorAll('.metric')].some((metric) => metric.textContent.includes('—')))
  await page.waitForTimeout(400)
}
