import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { HOUR_MS } from '../../src-shared/domain/units.ts'
import { startHost } from '../page/host-process.ts'
import { costOf, framesOf, liveHeap, openMeasured, type Cost, type Frames, type MeasuredPage } from './window-page.ts'
import { untilPainted, watchForCandle } from './window-start.ts'

const MEASURED_MS = 20_000
const HOURS = 8
const FAST = 1_000
/** Of the market's 5,000 ms steps, so that each instrument has a new price ten times a second. */
const TEN_A_SECOND = 50
const POLL_MS = 200

export interface Load {
  readonly cost: Cost
  readonly frames: Frames
  /** Frames of the market topic a second. */
  readonly marketFrames: number
}

export interface Heap {
  /** MB after each two simulated hours. */
  readonly live: readonly number[]
}

/** A window that looks at a prepared market while it ticks. */
export async function watchMarket(browser: Browser, home: string, seed: number): Promise<Load> {
  return withWindow(browser, home, ['--seed', String(seed), '--speed', String(TEN_A_SECOND)], async (window) => {
    await window.listen(true)
    const marketFrames = await counted(window, 5_000)
    await window.listen(false)
    let frames: Frames | undefined
    const cost = await costOf(window, async () => {
      frames = await framesOf(window, () => sleep(MEASURED_MS))
    })
    return { cost, frames: frames!, marketFrames }
  })
}

/** What stays in a window's heap while simulated hours pass. */
export async function watchHeap(browser: Browser, home: string, seed: number): Promise<Heap> {
  return withWindow(browser, home, ['--seed', String(seed), '--speed', String(FAST)], async (window) => {
    await window.listen(true)
    while (window.engineTime() === 0) await sleep(POLL_MS)
    const began = window.engineTime()
    const live: number[] = []
    for (let hours = 2; hours <= HOURS; hours += 2) {
      while (window.engineTime() < began + hours * HOUR_MS) await sleep(POLL_MS)
      live.push(await liveHeap(window))
      console.log(`after ${hours} simulated hours: ${live.at(-1)!.toFixed(1)} MB live in the window's heap`)
    }
    return { live }
  })
}

async function counted({ frames }: MeasuredPage, ms: number): Promise<number> {
  const before = frames.get('market') ?? 0
  await sleep(ms)
  return (((frames.get('market') ?? 0) - before) / ms) * 1_000
}

async function withWindow<Result>(browser: Browser, home: string, args: readonly string[], work: (window: MeasuredPage) => Promise<Result>): Promise<Result> {
  const host = await startHost(home, ['--mode', 'demo', ...args])
  const window = await openMeasured(browser, async (page) => void (await page.addInitScript(watchForCandle)))
  try {
    await window.page.goto(host.url.href)
    await untilPainted(window.page)
    return await work(window)
  } finally {
    await window.page.close()
    await host.stop()
  }
}
