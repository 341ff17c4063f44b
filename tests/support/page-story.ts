import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TextKey } from '../../src-renderer/i18n/text.ts'
import { textOf } from './page-words.ts'

const PATIENCE = { timeout: 60_000, interval: 100 }
const HOLD_MS = 900
const en = (key: TextKey, values?: Readonly<Record<string, string | number>>): string => textOf('en', key, values)
type PageName = 'trade' | 'risk' | 'journal' | 'backtest' | 'data' | 'settings' | 'about'

/** What a person sees and does in one window, by the words on it. */
export class WindowStory {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
    page.setDefaultTimeout(PATIENCE.timeout)
  }

  /** From the first page: the demo with this seed at its fastest. Trading is off then. */
  async startDemo(seed: number): Promise<void> {
    await this.page.getByRole('heading', { name: en('first.title') }).waitFor()
    await this.page.getByText(en('first.more')).click()
    await this.page.getByRole('radio', { name: en('unit.times', { count: 1_000 }), exact: true }).click()
    await this.page.getByLabel(en('first.seed')).fill(String(seed))
    await this.page.getByRole('button', { name: en('first.start.demo') }).click()
    await this.#button('trading.start').and(this.page.locator(':enabled')).waitFor()
  }

  /** Twice in a row, as an unsure hand does: one start, and no stop. */
  async startTrading(): Promise<void> {
    await this.#button('trading.start').dblclick()
    await this.page.getByText(en('trading.on'), { exact: true }).waitFor()
  }

  async stopTrading(): Promise<void> {
    await this.#button('trading.stop').click()
    await this.untilSaid(en('trading.off'))
  }

  untilSaid(text: string): Promise<void> {
    return this.page.getByText(text, { exact: true }).first().waitFor()
  }

  async open(name: PageName): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${en(`page.${name}`)}\\b`) }).click()
    await this.page.getByRole('main', { name: en(`page.${name}`) }).waitFor()
  }

  async openTab(panel: 'positions' | 'orders' | 'fills' | 'log' | 'trades'): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${en(`panel.${panel}`)}\\b`) }).click()
  }

  async setSpeed(speed: number): Promise<void> {
    await this.page.locator('.mode-button').click()
    const choice = this.page.getByRole('dialog').getByRole('radio', { name: en('unit.times', { count: speed }), exact: true })
    await choice.click()
    await expect.poll(() => choice.getAttribute('aria-checked'), PATIENCE).toBe('true')
    await this.page.keyboard.press('Escape')
    await this.page.getByRole('dialog').waitFor({ state: 'detached' })
  }

  /** Lets time fly until something is held, and slows it down while it still is. */
  async holdPosition(): Promise<readonly string[]> {
    await this.open('trade')
    await this.openTab('positions')
    for (let tries = 0; tries < 5; tries++) {
      await this.setSpeed(1_000)
      await expect.poll(() => this.positions(), PATIENCE).not.toEqual([])
      await this.setSpeed(1)
      const held = await this.positions()
      if (held.length > 0) return held
    }
    throw new Error('every position was closed before time could be slowed down')
  }

  /** Instrument and side of each position. */
  positions(): Promise<string[]> {
    return this.rows('positions').evaluateAll((rows) => rows.map((row) => row.querySelector('.position-name')?.textContent ?? ''))
  }

  /** Of each closed round trip in the journal, newest first: instrument, and exactly what it came to. */
  async trades(): Promise<string[]> {
    await this.open('journal')
    await this.openTab('trades')
    await this.rows('trades').first().waitFor()
    return this.rows('trades').evaluateAll((rows) => rows.map((row) => `${row.querySelector('td:nth-child(2)')?.textContent} ${row.querySelector('td:nth-child(10)')?.getAttribute('title')}`))
  }

  /** What the chart says in words of an instrument. */
  async chartText(instrumentId: string): Promise<string> {
    await this.open('trade')
    await this.page.getByRole('grid').or(this.page.getByRole('table')).getByTitle(instrumentId, { exact: true }).first().click()
    await this.page.keyboard.press('Alt+t')
    const twin = this.page.locator('.chart-text')
    await twin.getByText(instrumentId, { exact: true }).waitFor()
    const text = await twin.innerText()
    await this.page.keyboard.press('Escape')
    return text
  }

  /** Asks for a table of the journal as a file; `take` gets hold of it. */
  async exportTrades<File>(take: () => Promise<File>): Promise<File> {
    await this.open('journal')
    await this.openTab('trades')
    await this.page.getByRole('button', { name: en('journal.export', { table: en('panel.trades') }) }).click()
    const file = take()
    await this.page.getByRole('dialog').getByRole('button', { name: en('export.start'), exact: true }).click()
    const taken = await file
    await this.page.getByText(en('export.saved')).waitFor()
    await this.page.keyboard.press('Escape')
    return taken
  }

  /** Holds the button until everything is closed; a second press on it finds nothing to press. */
  async flatten(): Promise<void> {
    await this.#button('shell.flatten-all').click()
    const hold = this.page.getByRole('dialog').getByRole('button', { name: en('flatten.hold-all') })
    await hold.click({ delay: HOLD_MS })
    await this.page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => this.positions(), PATIENCE).toEqual([])
  }

  /** How many decisions the engine has made, as the status bar says. */
  async decisions(): Promise<number> {
    const text = await this.page.locator('.status-bar').innerText()
    return Number(/([\d,]+) decisions?/.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN)
  }

  rows(panel: 'positions' | 'trades' | 'orders'): Locator {
    return this.page.getByRole('table', { name: en(`panel.${panel}`), exact: true }).locator('tbody tr')
  }

  #button(key: TextKey): Locator {
    return this.page.getByRole('button', { name: en(key), exact: true })
  }
}
