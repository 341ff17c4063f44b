import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openChromium } from '../support/chromium.ts'
import { openLook, PageRig } from '../support/page-rig.ts'
import { openPage } from '../support/page-state.ts'
import * as backtests from '../support/backtest-values.ts'
import * as values from '../support/page-values.ts'
import { textOf } from '../support/page-words.ts'
import { Complaints } from '../support/watched-page.ts'

// What a person does in one window, and what the engine is asked by it. The built page behind the real host; the story goes through all of it.
const en = (key: Parameters<typeof textOf>[1], filled?: Parameters<typeof textOf>[2]): string => textOf('en', key, filled)
const LOOK = { theme: 'dark', language: 'en', width: 1_600, height: 1_000 } as const
let browser: Browser
let rig: PageRig
let page: Page
let complaints: Complaints

beforeAll(async () => {
  browser = await openChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  rig = await PageRig.open()
  rig.beginBusy()
  complaints = new Complaints()
  page = await openLook(browser, rig.host.newLink(), LOOK, complaints)
  await position('BTCUSDT').waitFor()
  return async () => {
    await page.context().close()
    await rig.close()
    expect(complaints.whileConnected).toEqual([])
  }
})

const position = (instrumentId: string) => page.getByRole('table', { name: en('panel.positions') }).getByRole('row').filter({ hasText: instrumentId })
const button = (key: Parameters<typeof textOf>[1]) => page.getByRole('button', { name: en(key), exact: true })
const dialog = () => page.getByRole('dialog')

it('shows what is held with its mode, and calls the window by it', async () => {
  expect(await position('BTCUSDT').innerText()).toMatch(/112,030\.2.*112,480\.1/s)
  expect(await position('SOLUSDT').innerText()).toMatch(/Short.*No stop|Short.*not confirmed/s)
  expect(await page.locator('.mode-button').innerText()).toMatch(/demo/i)
  expect(await page.title()).toBe('Demo · Haetae')
  expect(await page.locator('canvas').count()).toBeGreaterThan(0)
})

it('asks before it flattens: letting go too early and Escape keep everything', async () => {
  await button('shell.flatten-all').click()
  await page.getByRole('heading', { name: en('flatten.title-all', { count: 4 }) }).waitFor()
  await dialog().getByRole('button', { name: en('flatten.hold-all') }).click({ delay: 100 })
  expect(await dialog().count()).toBe(1)
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  expect(rig.asked).toEqual([])
})

it('closes one position by keyboard alone, once', async () => {
  await page.getByRole('button', { name: en('positions.close-one', { instrument: 'SOLUSDT' }) }).press('Enter')
  const hold = dialog().getByRole('button', { name: en('flatten.hold-one', { instrument: 'SOLUSDT' }) })
  await hold.focus()
  await page.keyboard.down('Enter')
  await dialog().waitFor({ state: 'detached' })
  await page.keyboard.up('Enter')
  expect(rig.asked.map(({ name, params }) => [name, (params as { instrumentId: string }).instrumentId])).toEqual([['positions.flatten', 'SOLUSDT']])
})

it('clears a latch only when its name was typed', async () => {
  await openPage({ page, language: 'en' }, 'risk')
  await page.getByRole('main').getByRole('button', { name: /^Clear/ }).click()
  const clear = dialog().getByRole('button', { name: en('latch.clear') })
  expect(await clear.isDisabled()).toBe(true)
  await dialog().getByRole('textbox').fill('daily-los')
  expect(await clear.isDisabled()).toBe(true)
  await dialog().getByRole('textbox').fill('daily-loss')
  await clear.click()
  await expect.poll(() => rig.asked.map(({ params }) => params)).toMatchObject([{ latch: 'daily-loss', confirmation: 'daily-loss' }])
})

it('hides the token, and finds its session again after a reload', async () => {
  expect(page.url()).toBe(`http://127.0.0.1:${rig.host.port}/`)
  await page.reload()
  await position('BTCUSDT').waitFor()
})

it('refuses a token that was used, and says what to do', async () => {
  const link = rig.host.newLink()
  const first = await openLook(browser, link, LOOK, complaints)
  await first.getByRole('table', { name: en('panel.positions') }).waitFor()
  const token = new URL(link).hash.replace('#boot=', '')
  expect(await page.evaluate(`fetch('/session', { method: 'POST', headers: { authorization: 'Boot ${token}' } }).then(({ status }) => status)`)).toBe(401)
  complaints.all.length = 0
  const unheard = new Complaints()
  const second = await openLook(browser, link, LOOK, unheard)
  await second.getByRole('region', { name: en('banner.region') }).getByText(en('banner.locked')).waitFor()
  await second.goto(rig.host.newLink())
  await second.getByRole('table', { name: en('panel.positions') }).waitFor()
  await Promise.all([first.context().close(), second.context().close()])
})

it('says that the engine is gone, allows nothing that would be lost, and asks for a new link when another host answers', async () => {
  const { port } = rig.host
  await rig.close()
  await page.getByText(en('trading.lost'), { exact: true }).waitFor()
  await page.locator('html[data-frozen]').waitFor({ state: 'attached' })
  expect(await button('shell.flatten-all').isDisabled()).toBe(true)
  await rig.serve(port)
  await page.getByRole('region', { name: en('banner.region') }).getByText(en('banner.locked')).waitFor()
  complaints.all.length = 0
})

it('is frozen when the market stands still, and says since when', async () => {
  rig.set('positions', values.positions.slice(0, 1))
  rig.set('status', { ...values.status, latches: [], marketAsOf: values.NOW - 48_000 })
  await page.locator('html[data-frozen]').waitFor({ state: 'attached' })
  await page.getByRole('region', { name: en('banner.region') }).getByText(/^No market data for \d+ (?:s|m)/).waitFor()
})

it('speaks the other language at once, and remembers it', async () => {
  await openPage({ page, language: 'en' }, 'settings')
  await page.getByRole('radio', { name: '한국어' }).click()
  await page.getByRole('main', { name: textOf('ko', 'page.settings') }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('ko')
  await expect.poll(() => rig.profile.get('settings')).toContain('"language":"ko"')
})

it('says that a back-test is done to whoever looks at another page, and opens its report', async () => {
  rig.set('jobs', [{ ...backtests.jobs[0]!, state: 'running' }])
  rig.runs = backtests.runs
  rig.set('jobs', [{ ...backtests.jobs[0]!, state: 'done', runId: backtests.report.runId }])
  await page.getByText(en('backtest.done-elsewhere')).waitFor()
  await button('backtest.open').click()
  await page.getByRole('main', { name: en('page.backtest') }).locator('.headline').waitFor()
  await page.locator('.report-trades tbody tr').first().waitFor()
})

it('replays a trade of a report: closes what runs first, once, then opens an hour before the entry', async () => {
  await openPage({ page, language: 'en' }, 'backtest')
  rig.runs = backtests.runs
  await page.reload()
  await page.getByRole('row').nth(1).click()
  await page.locator('.report-trades td button').first().click()
  await dialog().getByText(en('replay.closes-held.other', { mode: 'Demo', count: 4 })).waitFor()
  await dialog().getByRole('button', { name: en('replay.close-and-start', { mode: 'Demo' }) }).dblclick()
  await dialog().waitFor({ state: 'detached' })
  const last = backtests.trades(1_999, 1)
  expect(rig.asked.map(({ name }) => name)).toEqual(['workstation.close', 'workstation.open'])
  expect(rig.asked[1]!.params).toMatchObject({ opening: { mode: 'replay', instruments: backtests.report.wish.instruments, from: Math.floor((last.openedAt[0]! - 3_600_000) / 300_000) * 300_000, to: null, speed: 60, strategyId: 'perp-ev' } })
})
