import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportHtml } from '../../src-main/reports/backtest-html.ts'
import { openChromium } from '../support/chromium.ts'
import { axeProblems } from '../support/page-axe.ts'
import { sample } from '../support/report-sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'haetae-report-'))
const hostile = `<img src=http://evil.test/x onerror="document.title='taken'"><script>document.title='taken'</script>`
let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
  for (const [name, text] of [['calm', 'BTCUSDT'], ['hostile', hostile]] as const) {
    const { report, trades } = sample(text, 40)
    writeFileSync(join(folder, `${name}.html`), reportHtml(report, trades))
  }
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

/** The page of a report as it opens from a folder, and all that it asked for or complained of. */
async function opened(name: string, options: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {}) {
  const context = await browser.newContext({ colorScheme: options.colorScheme ?? 'light', viewport: { width: options.width ?? 1280, height: 900 } })
  const page = await context.newPage()
  const seen: string[] = []
  page.on('console', (message) => seen.push(message.text()))
  page.on('request', (request) => seen.push(request.url()))
  const address = pathToFileURL(join(folder, `${name}.html`)).href
  await page.goto(address)
  return { page, seen: seen.filter((what) => what !== address), close: () => context.close() }
}

describe('a report opened from a folder', () => {
  it.each(['light', 'dark'] as const)('is sound for people with other eyes, in %s', async (colorScheme) => {
    const { page, seen, close } = await opened('calm', { colorScheme })
    expect(await axeProblems(page)).toEqual([])
    expect(seen).toEqual([])
    await close()
  })

  it.each([1280, 390])('is not wider than a window of %i', async (width) => {
    const { page, close } = await opened('calm', { width })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await close()
  })

  it('runs and asks for nothing, whatever stands in the report', async () => {
    const { page, seen, close } = await opened('hostile')
    expect([await page.title(), seen, await page.locator('img, script').count()]).toEqual([`Back-test of ${hostile} 2023-01-01 to 2023-03-12`, [], 0])
    await close()
  })

  it('is light on paper, and has every trade there', async () => {
    const { page, close } = await opened('calm', { colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print' })
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
    expect(await page.locator('.trades tbody tr').count()).toBe(40)
    await close()
  })
})
