import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium } from '../support/chromium.ts'
import { openLook, PageRig } from '../support/page-rig.ts'
import { openPage } from '../support/page-state.ts'
import * as values from '../support/page-values.ts'
import { Complaints } from '../support/watched-page.ts'

// Everything that comes from a venue is text, whatever it looks like. If any of these became an element, it would call `caught`.
const IMAGE = '<img src=x onerror=caught()>'
const SCRIPT = '</script><script>caught()</script>'
const LINK = '<a href="javascript:caught()">x</a>'
const complaints = new Complaints()
let browser: Browser
let rig: PageRig
let page: Page

beforeAll(async () => {
  browser = await openChromium()
  rig = await PageRig.open()
  rig.choose()
  page = await openLook(browser, rig.host.newLink(), { theme: 'dark', language: 'en', width: 1_600, height: 1_000 }, complaints)
  await page.evaluate(() => Object.assign(window, { caught: () => Object.assign(window, { wasCaught: true }) }))
})
afterAll(async () => {
  await browser.close()
  await rig.close()
})

/** What is on the page now shows this text, and nothing came of it. */
async function shows(text: string): Promise<void> {
  await page.getByText(text).first().waitFor()
  expect(await page.evaluate(() => ({ caught: 'wasCaught' in window, made: [...document.querySelectorAll('img, iframe, object, embed, body script:not([src]), a[href^="javascript"]')].map((element) => element.outerHTML) }))).toEqual({ caught: false, made: [] })
  expect(complaints.all).toEqual([])
}

it('shows why a mode did not start', async () => {
  rig.set('workstation', { ...values.choosing, phase: 'failed', told: { code: 'cannot-start', values: { detail: `${IMAGE}${SCRIPT}` } } })
  await shows(IMAGE)
  rig.set('workstation', { ...values.choosing, phase: 'failed', told: { code: IMAGE, values: { [SCRIPT]: LINK } } })
  await shows(IMAGE)
})

it('shows the name of an instrument everywhere it stands', async () => {
  rig.beginBusy()
  const named = <Row extends { readonly instrumentId: string }>(rows: readonly Row[]): readonly Row[] => rows.map((row) => (row.instrumentId === 'BTCUSDT' ? { ...row, instrumentId: IMAGE } : row))
  rig.set('market', named(values.market).map((row) => (row.instrumentId === IMAGE ? { ...row, base: IMAGE } : row)))
  rig.set('positions', named(values.positions))
  rig.append('decisions', named(values.decisions))
  rig.append('trades', named(values.trades))
  rig.append('orders', named(values.orders).map((row) => ({ ...row, intentId: `${row.intentId}${SCRIPT}` })))
  rig.append('fills', named(values.fills).map((row) => ({ ...row, tradeId: `${row.tradeId}-again` })))
  await openPage({ page, language: 'en' }, 'trade')
  await page.getByRole('row').filter({ hasText: IMAGE }).first().click()
  await page.getByRole('heading', { name: IMAGE }).waitFor()
  for (const tab of ['Orders', 'Fills', 'Why no trade?', 'Positions']) {
    await page.getByRole('tab', { name: tab }).click()
    await shows(IMAGE)
  }
  await page.keyboard.press('Alt+t')
  await shows(IMAGE)
  await page.keyboard.press('Escape')
  for (const keys of ['Control+k', 'Control+Shift+F']) {
    await page.keyboard.press(keys)
    await page.getByRole('dialog').getByText(IMAGE).first().waitFor()
    await shows(IMAGE)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
})

it('shows what a venue said to an order, and events with a text of their own', async () => {
  rig.append('orders', [{ ...values.orders[3]!, intentId: 'hostile', reason: LINK, detail: SCRIPT, state: IMAGE, purpose: IMAGE, type: LINK }])
  rig.append('log', [
    { time: values.NOW, level: 'alarm', code: 'alarm-raised', values: { alarm: LINK, text: SCRIPT } },
    { time: values.NOW + 1, level: 'warn', code: IMAGE, values: { [LINK]: SCRIPT } },
  ])
  await openPage({ page, language: 'en' }, 'journal')
  await page.getByRole('tab', { name: 'Orders' }).click()
  await shows(SCRIPT)
  await page.getByRole('tab', { name: 'Event log' }).click()
  await shows(SCRIPT)
  await shows(IMAGE)
})

it('shows latches, components and guards that nobody named', async () => {
  rig.set('status', {
    ...values.status, asset: IMAGE, accountId: SCRIPT, strategyId: LINK, configHash: IMAGE,
    latches: [{ latch: LINK, reason: { code: 'text', values: { text: SCRIPT } }, setAt: values.NOW }],
    components: [{ component: IMAGE, healthy: false, detail: SCRIPT, heardAt: values.NOW }],
    guards: [{ guard: IMAGE, verdict: 'refuse', value: 1, limit: 0, unit: LINK }],
  })
  await openPage({ page, language: 'en' }, 'risk')
  await shows(SCRIPT)
  await shows(IMAGE)
  await shows(LINK)
  await openPage({ page, language: 'en' }, 'settings')
  await shows(SCRIPT)
})
