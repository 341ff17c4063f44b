import type { Browser } from 'playwright-core'
import { measureChart, type Tasks } from './chart-panning.ts'
import { below, type Figures, type Target } from './figures.ts'
import { LongMarket } from './long-market.ts'
import { openLongMarket } from './long-market-host.ts'
import { openMeasured } from './window-page.ts'

const CANDLES = 100_000
const NOW = Date.UTC(2026, 10, 20, 5, 27, 46)

/** What a past of a hundred thousand candles costs the window: opening it, reading all of it, dragging and zooming through it. */
export async function benchChart(browser: Browser): Promise<{ readonly figures: Figures; readonly targets: readonly Target[] }> {
  const host = await openLongMarket(new LongMarket(CANDLES, NOW))
  const window = await openMeasured(browser)
  try {
    await window.page.goto(host.newLink())
    const { opening, whole, panning, zooming } = await measureChart(browser, window.page)
    const told = (name: string, { took, longestComputing, longest }: Tasks): string => `${name} ${took.toFixed(0)} ms, longest task ${longestComputing.toFixed(0)} ms of computing (${longest.toFixed(0)} ms passed)`
    console.log(`${CANDLES} candles: ${told('open', opening)}; ${told('read all', whole)}; ${told('drag', panning)}; ${told('zoom', zooming)}`)
    const longest = Math.max(panning.longestComputing, zooming.longestComputing)
    return {
      figures: { chart: { candles: CANDLES, opening: { ...opening }, whole: { ...whole }, panning: { ...panning }, zooming: { ...zooming } } },
      targets: [below('opening a chart', opening.took / 1_000, 1, 's'), below('longest task while dragging and zooming through the past', longest, 50, 'ms')],
    }
  } finally {
    await window.page.close()
    await host.close()
  }
}
