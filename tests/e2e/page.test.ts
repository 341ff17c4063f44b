import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { TextKey } from '../../src-renderer/i18n/text.ts'
import { openChromium } from '../support/chromium.ts'
import { openLook, PageRig } from '../support/page-rig.ts'
import * as values from '../support/page-values.ts'
import { textOf } from '../support/page-words.ts'
import { Complaints } from '../support/watched-page.ts'

// What moves money asks first, by keyboard alone too; and a tab is let in by its link, once.
const en = (key: TextKey, filled?: Readonly<Record<string, string | number>>): string => textOf('en', key, filled)
const LOOK = { theme: 'dark', language: 'en' } as const
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
  await positionsTab(page).waitFor()
  return async () => {
    await page.context().close()
    await rig.close()
  }
})

const positionsTab = (of: Page) => of.getByRole('tab', { name: /^Positions/ })
const button = (key: TextKey, filled?: Readonly<Record<string, string | number>>) => page.getByRole('button', { name: en(key, filled), exact: true })
const askedNames = (): string[] => rig.asked.map(({ name }) => name)

it('does nothing on a click where a hold is wanted, and one thing on a hold', async () => {
  await button('shell.flatten-all').click()
  const hold = page.getByRole('dialog').getByRole('button', { name: en('flatten.hold-all') })
  await hold.click()
  await hold.click({ delay: 200 })
  expect(askedNames()).toEqual([])
  await hold.click({ delay: 900 })
  await expect.poll(askedNames).toEqual(['positions.flatten'])
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

it('keeps positions on Escape, and closes one instrument by keyboard alone', async () => {
  await button('shell.flatten-all').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(askedNames()).toEqual([])
  const [{ instrumentId }] = values.positions as [typeof values.positions[number]]
  await button('positions.close-one', { instrument: instrumentId }).focus()
  await page.keyboard.press('Enter')
  const hold = page.getByRole('dialog').getByRole('button', { name: en('flatten.hold-one', { instrument: instrumentId }) })
  await expect.poll(() => hold.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.down('Enter')
  await expect.poll(askedNames).toEqual(['positions.flatten'])
  await page.keyboard.up('Enter')
  expect(rig.asked[0]?.params).toMatchObject({ instrumentId })
})

it('clears a latch only when its name was typed', async () => {
  const [{ latch }] = values.status.latches as [typeof values.status.latches[number]]
  await page.keyboard.press('Alt+2')
  await page.getByRole('main').getByRole('button', { name: /^Clear/ }).first().click()
  const clear = page.getByRole('dialog').getByRole('button', { name: en('latch.clear'), exact: true })
  expect(await clear.isDisabled()).toBe(true)
  await page.getByLabel(en('latch.type', { latch })).fill(latch)
  await clear.click()
  await expect.poll(() => rig.asked.at(-1)).toMatchObject({ name: 'latch.clear', params: { latch, confirmation: latch } })
})

it('hides the token, and finds its session again after a reload', async () => {
  expect(page.url()).toBe(`http://127.0.0.1:${rig.host.port}/`)
  await page.reload()
  await positionsTab(page).waitFor()
  expect(complaints.all).toEqual([])
})

it('lets nobody in by a link that was used, and says what to do', async () => {
  const link = rig.host.newLink()
  const first = await openLook(browser, link, LOOK, complaints)
  await positionsTab(first).waitFor()
  const token = new URL(link).hash.replace('#boot=', '')
  expect(await first.evaluate(`fetch('/session', { method: 'POST', headers: { authorization: 'Boot ${token}' } }).then(({ status }) => status)`)).toBe(401)
  const second = await openLook(browser, link, LOOK, new Complaints())
  await second.getByText(en('banner.locked')).first().waitFor()
  await second.goto(rig.host.newLink())
  await positionsTab(second).waitFor()
  await Promise.all([first.context().close(), second.context().close()])
})

it('says that nothing trades when the program is gone, and asks for a new link when another has come', async () => {
  const { port } = rig.host
  await rig.close()
  await page.getByText(en('banner.lost-then')).waitFor()
  await expect.poll(() => page.locator('html').getAttribute('data-frozen')).not.toBeNull()
  await rig.serve(port)
  await page.getByText(en('banner.locked')).first().waitFor()
})
