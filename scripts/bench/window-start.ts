import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { startHost } from '../page/host-process.ts'
import { openMeasured } from './window-page.ts'

export interface WindowStart {
  /** Milliseconds from the start of the process until its link was printed. */
  readonly linked: number
  /** Until the first candle was on the screen of a browser that was open already. */
  readonly painted: number
}

/** From the start of the built program to a chart with candles, on a new account and again on the same. */
export async function timeWindowStart(browser: Browser, folder: string, run: number): Promise<{ readonly fresh: WindowStart; readonly again: WindowStart }> {
  const home = join(folder, `home-${run}`)
  return { fresh: await once(browser, home), again: await once(browser, home) }
}

async function once(browser: Browser, home: string): Promise<WindowStart> {
  const { page } = await openMeasured(browser, async (opened) => void (await opened.addInitScript(watchForCandle)))
  const began = performance.now()
  const host = await startHost(home, ['--mode', 'demo'])
  const linked = performance.now() - began
  try {
    await page.goto(host.url.href, { waitUntil: 'commit' })
    await untilPainted(page)
    return { linked, painted: performance.now() - began }
  } finally {
    await page.close()
    await host.stop()
  }
}

export const untilPainted = (page: Page): Promise<unknown> => page.waitForFunction(() => (window as Window & { candlePainted?: boolean }).candlePainted, undefined, { polling: 10, timeout: 60_000 })

/** In the page: sets `candlePainted` once a canvas shows the colour of a rising or falling candle. */
export function watchForCandle(): void {
  const EVERY_MS = 25
  const ENOUGH = 40
  const channels = (text: string): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(text.trim().slice(at, at + 2), 16))
  const shows = (canvas: HTMLCanvasElement, colours: readonly (readonly number[])[]): boolean => {
    if (canvas.width < 300 || canvas.height < 100) return false
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    let found = 0
    for (let at = 0; at < data.length; at += 4) if (colours.some(([r, g, b]) => data[at] === r && data[at + 1] === g && data[at + 2] === b)) found++
    return found >= ENOUGH
  }
  const look = (): void => {
    const style = getComputedStyle(document.documentElement)
    const colours = ['--up-candle', '--down-candle'].map((name) => channels(style.getPropertyValue(name)))
    const painted = [...document.querySelectorAll('canvas')].some((canvas) => shows(canvas, colours))
    if (painted) Object.assign(window, { candlePainted: true })
    else setTimeout(look, EVERY_MS)
  }
  setTimeout(look, EVERY_MS)
}
