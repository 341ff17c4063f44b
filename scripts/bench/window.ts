import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { buildIfStale } from '../build-if-stale.ts'
import { launchChromium } from '../page/chromium.ts'
import { prepareDemo } from '../page/prepared-demo.ts'
import { below, atMost, median, milliseconds, type BenchResult, type Figures, type Target } from './figures.ts'
import { bundleSizes } from './window-bundle.ts'
import { benchChart } from './window-chart.ts'
import { watchHeap, watchMarket } from './window-load.ts'
import { timeWindowStart } from './window-start.ts'
import { inFolder } from './workplace.ts'

const STARTS = 3
const INSTRUMENTS = 50
const SEED = 5

interface Part {
  readonly figures: Figures
  readonly targets: readonly Target[]
}

/** The window in a real Chromium, before the built program: how soon it shows a chart, and what it costs while markets move. */
export async function benchWindow(): Promise<BenchResult> {
  buildIfStale()
  return inFolder(async (folder) => {
    const browser = await launchChromium()
    try {
      const start = await benchStarts(browser, folder)
      const home = join(folder, 'busy')
      await prepareDemo({ home, seed: SEED, instruments: INSTRUMENTS, hours: 1, positions: 1 })
      const load = await benchLoad(browser, home)
      const heap = await benchHeap(browser, home)
      const chart = await benchChart(browser)
      const parts = [start, load, heap, chart]
      return { name: 'window', figures: Object.assign({ bundleKb: bundleSizes() }, ...parts.map(({ figures }) => figures)) as Figures, targets: parts.flatMap(({ targets }) => targets) }
    } finally {
      await browser.close()
    }
  })
}

async function benchStarts(browser: Browser, folder: string): Promise<Part> {
  const runs: Awaited<ReturnType<typeof timeWindowStart>>[] = []
  for (let run = 0; run < STARTS; run++) runs.push(await timeWindowStart(browser, folder, run))
  const of = (kind: 'fresh' | 'again'): { readonly linkedMs: number; readonly paintedMs: number } => ({ linkedMs: median(runs.map((one) => one[kind].linked)), paintedMs: median(runs.map((one) => one[kind].painted)) })
  const [fresh, again] = [of('fresh'), of('again')]
  console.log(`first candle after ${milliseconds(fresh.paintedMs)} on a new account, ${milliseconds(again.paintedMs)} on one that is there (medians of ${STARTS})`)
  return { figures: { start: { newAccount: fresh, existingAccount: again } }, targets: [below('first candle on a new account', fresh.paintedMs / 1_000, 3, 's'), below('first candle on an existing account', again.paintedMs / 1_000, 3, 's')] }
}

async function benchLoad(browser: Browser, home: string): Promise<Part> {
  const { cost, frames, marketFrames } = await watchMarket(browser, home, SEED)
  console.log(`${INSTRUMENTS} instruments, 10 prices a second each: main thread computing ${(cost.computing / 10).toFixed(1)} % (${(cost.busy / 10).toFixed(1)} % with its waits for a core), scripts ${cost.scripts.toFixed(0)} ms/s, styles ${cost.styles.toFixed(0)} ms/s, layout ${cost.layout.toFixed(0)} ms/s, ${frames.dropped} of ${frames.dropped + frames.drawn} frames dropped, ${marketFrames.toFixed(1)} market frames/s`)
  return { figures: { load: { instruments: INSTRUMENTS, marketFramesPerSecond: marketFrames, msPerSecond: { ...cost }, frames: { ...frames } } }, targets: [atMost('main thread computing', cost.computing / 10, 50, '%')] }
}

async function benchHeap(browser: Browser, home: string): Promise<Part> {
  const { live } = await watchHeap(browser, home, SEED)
  const [, middle = Number.NaN, , last = Number.NaN] = live
  return { figures: { heapMb: Object.fromEntries(live.map((value, index) => [`after${2 * (index + 1)}h`, value])) }, targets: [below('live heap after 8 simulated hours', last, 200, 'MB'), atMost('its growth over the last four', last - middle, 5, 'MB')] }
}
