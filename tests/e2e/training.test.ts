import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHost, type HostProcess } from '../../scripts/page/host-process.ts'
import type { TextKey } from '../../src-renderer/i18n/text.ts'
import { openChromium } from '../support/chromium.ts'
import { textOf } from '../support/page-words.ts'
import { record, type Recording } from '../support/recorded.ts'
import { Complaints } from '../support/watched-page.ts'

// The built program from archived candles to a verdict and what a person does about it, by one click each.
const en = (key: TextKey, values?: Readonly<Record<string, string | number>>): string => textOf('en', key, values)
const PATIENCE = 60_000
/** Fewer hold no label between the parts of a fold. */
const DAYS = 45

describe('learning in the window', () => {
  const complaints = new Complaints()
  let recording: Recording
  let host: HostProcess
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    recording = await record(DAYS, 3)
    recording.archive.close()
    host = await startHost(recording.home, [])
    browser = await openChromium()
    page = await browser.newPage({ viewport: { width: 1_600, height: 1_000 }, locale: 'en-US', timezoneId: 'UTC' })
    page.setDefaultTimeout(PATIENCE)
    await complaints.watch(page)
    await page.goto(host.url.href)
    await page.getByRole('heading', { name: en('first.title') }).waitFor()
    await page.keyboard.press('Alt+5')
  })
  afterAll(async () => {
    await browser?.close()
    await host?.stop()
    recording?.close()
  })

  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const open = (part: 'models' | 'feasibility' | 'labels' | 'dataset' | 'trials'): Promise<void> => page.getByRole('radio', { name: en(`learn.part.${part}`), exact: true }).click()

  it.each([['feasibility', '.feasibility-map td b'], ['labels', '.labels-examples svg'], ['dataset', '.panel-dataset table']] as const)('works out %s with one click', async (part, shows) => {
    await open(part)
    await button(en(`learn.start.${part}`)).click()
    await page.locator(shows).first().waitFor()
  })

  it('fits a recipe and says what the gate says of it', async () => {
    await open('models')
    await page.getByLabel(en('learn.field.folds'), { exact: true }).fill('2')
    await page.getByLabel(en('learn.field.seeds'), { exact: true }).fill('2')
    await button(en('learn.start.evaluation')).click()
    await page.locator('.gate .chip').waitFor()
    expect(await page.locator('.gate tbody tr').count()).toBe(6)
    expect(await page.locator('.honesty li').count()).toBeGreaterThan(6)
    expect(await page.locator('.honesty li.danger').count()).toBe(0)
  })

  it('has counted the trial, and every link holds', async () => {
    await open('trials')
    await page.getByText(/every link holds/).waitFor()
    expect(await page.locator('.panel-trials tbody tr').count()).toBeGreaterThan(0)
  })

  it('promotes what is not proven for a typed reason only, and keeps it', async () => {
    await open('models')
    await page.locator('.model-actions .primary').click()
    const promote = page.getByRole('dialog').getByRole('button', { name: en('models.move.override') })
    await page.getByRole('dialog').getByRole('textbox').fill('too short')
    expect(await promote.isDisabled()).toBe(true)
    await page.getByRole('dialog').getByRole('textbox').fill('only to see that it is written down')
    await promote.click()
    await page.locator('.model-history q').filter({ hasText: 'only to see that it is written down' }).waitFor()
    await button(en('models.move.rollback')).click()
    await page.getByRole('dialog').getByRole('button', { name: en('models.move.rollback') }).click()
    await page.locator('.models-list [aria-current]').getByText(en('models.status.archived')).waitFor()
    expect(complaints.whileConnected).toEqual([])
  })
})
