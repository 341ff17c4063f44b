import type { Browser, Page } from 'playwright-core'

/** What the page's main thread did during some work, in milliseconds. */
export interface Tasks {
  /** The longest task from its start to its end, and the longest by what it computed: on a busy computer they differ. */
  readonly longest: number
  readonly longestComputing: number
  readonly took: number
}

export interface ChartFigures {
  /** From choosing another interval until its candles are drawn. */
  readonly opening: Tasks
  /** From Home until all there is of the past is here and its oldest candle drawn. */
  readonly whole: Tasks
  /** Dragging through the past. */
  readonly panning: Tasks
  /** Out as far as it goes and in again, by wheel. */
  readonly zooming: Tasks
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

const DRAGS = 12
const STEPS = 30
const WHEELS = 24
const CHART = '.chart-canvas'

/**
 * Works the chart of a page that is open as a person does, and tells the longest task of each. The engine behind the page should hold a
 * long past.
 */
export async function measureChart(browser: Browser, page: Page): Promise<ChartFigures> {
  await page.waitForSelector('.chart-legend')
  const opening = await tasksDuring(browser, page, () => openAnother(page))
  await chooseInterval(page, 0)
  const whole = await tasksDuring(browser, page, () => goToOldest(page))
  const panning = await tasksDuring(browser, page, () => drag(page))
  const zooming = await tasksDuring(browser, page, () => zoom(page))
  return { opening, whole, panning, zooming }
}

/** The tasks of a page's main thread while something is done, from the browser's own trace. */
async function tasksDuring(browser: Browser, page: Page, work: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'toplevel', '__metadata'] })
  const began = performance.now()
  await work()
  const took = performance.now() - began
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { readonly traceEvents: readonly TraceEvent[] }
  const mains = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`))
  const tasks = traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${pid} ${tid}`))
  const longestBy = (read: (task: TraceEvent) => number | undefined): number => tasks.reduce((longest, task) => Math.max(longest, (read(task) ?? 0) / 1_000), 0)
  return { longest: longestBy(({ dur }) => dur), longestComputing: longestBy(({ tdur }) => tdur), took }
}

async function openAnother(page: Page): Promise<void> {
  await chooseInterval(page, 1)
}

/** By its place among the buttons. */
async function chooseInterval(page: Page, index: number): Promise<void> {
  const button = page.locator('.chart-head .segments button').nth(index)
  await button.click()
  await page.waitForSelector(`.chart-head .segments button:nth-child(${index + 1})[aria-pressed="true"]`)
  await page.waitForSelector('.chart-place:not(.chart-bare)')
  await painted(page)
}

async function goToOldest(page: Page): Promise<void> {
  await page.focus(CHART)
  await page.keyboard.press('Home')
  await page.waitForSelector('.chart-newest')
  await page.waitForSelector('.chart-chips [role="status"]', { state: 'detached', timeout: 60_000 })
  await painted(page)
}

async function drag(page: Page): Promise<void> {
  const { x, y, width, height } = (await page.locator(CHART).boundingBox())!
  const [left, right, middle] = [x + 30, x + width - 150, y + height / 3]
  for (let i = 0; i < DRAGS; i++) {
    await page.mouse.move(right, middle)
    await page.mouse.down()
    await page.mouse.move(left, middle, { steps: STEPS })
    await page.mouse.up()
    await painted(page)
  }
}

async function zoom(page: Page): Promise<void> {
  const { x, y, width, height } = (await page.locator(CHART).boundingBox())!
  await page.mouse.move(x + width / 2, y + height / 3)
  for (const way of [1, -1]) {
    for (let i = 0; i < WHEELS; i++) {
      await page.mouse.wheel(0, 120 * way)
      await painted(page)
    }
  }
}

const painted = (page: Page): Promise<void> => page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))))
