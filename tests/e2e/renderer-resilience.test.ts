import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openChromium } from '../support/chromium.ts'
import { openLook, PageRig } from '../support/page-rig.ts'
import { openPage } from '../support/page-state.ts'
import * as values from '../support/page-values.ts'
import { textOf } from '../support/page-words.ts'
import { Complaints } from '../support/watched-page.ts'

// What may break in a window, and what must stay then: the account, and the way to flatten.
const en = (key: Parameters<typeof textOf>[1]): string => textOf('en', key)
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
  page = await openLook(browser, rig.host.newLink(), { theme: 'dark', language: 'en', width: 1_600, height: 1_000 }, complaints)
  await page.getByRole('tab', { name: /^Positions/ }).waitFor()
  return async () => {
    await page.context().close()
    await rig.close()
  }
})

it('keeps account and buttons when a part of the page fails while it is drawn, and draws it again when asked', async () => {
  // Of all that is drawn, only tables with the newest row on top turn rows round.
  await page.evaluate(() => {
    const { toReversed } = Array.prototype
    Object.assign(window, { heal: () => void (Array.prototype.toReversed = toReversed) })
    Array.prototype.toReversed = () => {
      throw new Error('broken on purpose')
    }
  })
  await openPage({ page, language: 'en' }, 'journal')
  await page.getByText(en('broken.title')).waitFor()
  expect(await page.getByRole('banner').getByText('12,528.72').count()).toBe(1)
  await page.getByRole('button', { name: en('shell.flatten-all') }).click()
  await page.getByRole('dialog').getByRole('button', { name: en('flatten.hold-all') }).click({ delay: 900 })
  await expect.poll(() => rig.asked.map(({ name }) => name)).toEqual(['positions.flatten'])
  await page.evaluate(() => (window as unknown as { heal(): void }).heal())
  await page.getByRole('button', { name: en('broken.again') }).click()
  await page.getByRole('table', { name: en('panel.trades') }).waitFor()
  expect(complaints.all.filter((complaint) => !complaint.includes('broken on purpose'))).toEqual([])
})

it('begins the connection anew after a frame that does not follow the contract, without showing it', async () => {
  rig.set('status', { ...values.status, equity: 'much' })
  await expect.poll(() => complaints.all.some((complaint) => complaint.includes('does not follow the contract'))).toBe(true)
  expect(await page.getByText('much').count()).toBe(0)
  rig.set('status', { ...values.status, equity: '777.7' })
  await page.getByRole('banner').getByText('777.70').waitFor()
})

it('asks once when a person presses again before the answer has come', async () => {
  await page.getByRole('button', { name: en('trading.stop'), exact: true }).dblclick()
  await page.getByRole('button', { name: en('trading.stop'), exact: true }).and(page.locator(':enabled')).waitFor()
  expect(rig.asked.map(({ name }) => name)).toEqual(['trading.stop'])
})

it('keeps a newly arranged layout through a reload', async () => {
  await page.getByRole('tab', { name: /^Fills/ }).click()
  await expect.poll(() => rig.profile.has('layout.main.normal')).toBe(true)
  await page.reload()
  await expect.poll(() => page.getByRole('tab', { name: /^Fills/ }).getAttribute('aria-selected')).toBe('true')
})
