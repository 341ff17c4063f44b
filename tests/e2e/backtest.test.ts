import { readFileSync } from 'node:fs'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHost, type HostProcess } from '../../scripts/page/host-process.ts'
import type { BacktestReport, ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { PROGRAM } from '../../src-main/base/program.ts'
import { StoredRuns } from '../../src-main/host/stored-runs.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import type { TextKey } from '../../src-renderer/i18n/text.ts'
import { openChromium } from '../support/chromium.ts'
import { WindowStory } from '../support/page-story.ts'
import { textOf } from '../support/page-words.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'
import { Complaints } from '../support/watched-page.ts'

// The built program from the first page on: one click makes a job, the job a report, the report a file and a replay that does the same again.
const en = (key: TextKey, values?: Readonly<Record<string, string | number>>): string => textOf('en', key, values)
const PATIENCE = { timeout: 60_000, interval: 50 }
const DAYS = 20
const HOUR_MS = 3_600_000

describe('a back-test in the window', () => {
  const complaints = new Complaints()
  let recording: Recording
  let host: HostProcess
  let browser: Browser
  let page: Page
  let exported: { readonly report: BacktestReport; readonly trades: ReportTrades }

  beforeAll(async () => {
    recording = await record(DAYS, 3)
    recording.archive.close()
    host = await startHost(recording.home, [])
    browser = await openChromium()
    page = await browser.newPage({ viewport: { width: 1_600, height: 1_000 }, locale: 'en-US', timezoneId: 'UTC' })
    page.setDefaultTimeout(PATIENCE.timeout)
    await complaints.watch(page)
    await page.goto(host.url.href)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.stop()
    recording?.close()
  })

  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const rows = (): Locator => page.locator('.report-trades tbody tr')

  it('takes all that is archived with one click, before any mode runs', async () => {
    await button(en('first.backtest')).click()
    await page.getByText(en('backtest.all-of.other', { count: 3 })).waitFor()
    await page.getByLabel(en('backtest.rivals'), { exact: true }).fill('2')
    await button(en('backtest.start-all')).click()
    await rows().first().waitFor()
    expect(await page.getByRole('heading', { name: en('report.belief') }).count()).toBe(1)
    await expect.poll(() => page.locator('.report-plot canvas').count(), PATIENCE).toBeGreaterThan(0)
  })

  it('exports what is stored, to the last trade', async () => {
    const download = page.waitForEvent('download')
    await button(en('backtest.save-title.json')).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^haetae-backtest-.*\.json$/)
    exported = JSON.parse(readFileSync(await file.path(), 'utf8')) as typeof exported
    const stored = new StoredRuns({ folder: openAccountFolder(recording.home, ACCOUNT), accountId: ACCOUNT, program: PROGRAM.version })
    const { runId } = exported.report
    expect(exported).toEqual({ report: await stored.report(runId), trades: await stored.trades(runId) })
    expect(exported.report.wish).toMatchObject({ from: null, to: null, rivals: 2, changes: {} })
    expect(exported.report.wish.instruments.length).toBe(3)
    expect(exported.trades.entryId.length).toBe(exported.report.summary.trades)
  })

  it('shows the figures of that file', async () => {
    const { summary, hashes } = exported.report
    expect(summary.trades).toBeGreaterThan(3)
    await expect.poll(() => page.getByRole('tab', { name: new RegExp(`^${en('report.tab.trades')}`) }).innerText(), PATIENCE).toContain(String(summary.trades))
    expect(await page.locator('.headline').innerText()).toContain(`${(Math.abs(summary.netReturn) * 100).toFixed(2)}%`)
    expect(await page.locator('.report-facts').innerText()).toContain(hashes.orders.slice(0, 8))
    await button(en('backtest.all-runs')).click()
    expect(await page.getByRole('row').nth(1).innerText()).toContain(hashes.orders.slice(0, 8))
    await page.getByRole('row').nth(1).click()
    await rows().first().waitFor()
  })

  it('lives through a trade again from an hour before it, and does the same', async () => {
    const { trades } = exported
    const order = trades.openedAt.map((_, i) => i).toSorted((one, other) => trades.openedAt[one]! - trades.openedAt[other]!)
    // Something has to be free in the hour before it: a replay does not carry over what the back-test held then.
    const isFree = (at: number): boolean => trades.openedAt.every((opened, i) => opened >= at || trades.closedAt[i]! < at - HOUR_MS)
    const row = order.findIndex((i, place) => place > 0 && isFree(trades.openedAt[i]!))
    const chosen = order[row]!
    await button(en('report.head-of-opened', { zone: 'UTC' })).click()
    await rows().nth(row).getByRole('button').click()
    await page.getByRole('dialog').getByRole('button', { name: en('first.start.replay') }).click()
    const story = new WindowStory(page)
    await button(en('trading.start')).and(page.locator(':enabled')).waitFor()
    const begun = new Date(trades.openedAt[chosen]! - HOUR_MS).toISOString().slice(5, 13).replace('T', ' ')
    await expect.poll(() => page.locator('.timeline').getAttribute('aria-valuetext'), PATIENCE).toContain(begun)
    await story.startTrading()
    await page.getByRole('group', { name: en('replay.speed') }).getByRole('button', { name: en('replay.max') }).click()
    await story.open('journal')
    await page.getByRole('row').filter({ hasText: trades.decisionId[chosen]! }).filter({ hasText: en(trades.side[chosen]!) }).waitFor()
  })

  it('closes the replay for another in one flow, and had nothing to complain of', async () => {
    await button(en('replay.open')).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: /^BTCUSDT/ }).check()
    await dialog.getByRole('button', { name: en('replay.close-and-start', { mode: en('mode.replay') }) }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('.timeline').getAttribute('aria-valuetext'), PATIENCE).toContain('01-0')
    expect(complaints.whileConnected).toEqual([])
  })
})
