import type { Page } from 'playwright-core'
import type { TextKey } from '../../src-renderer/i18n/text.ts'
import type { PageRig } from './page-rig.ts'
import * as values from './page-values.ts'
import { textOf } from './page-words.ts'

export interface Shown {
  readonly page: Page
  readonly rig: PageRig
  readonly language: 'en' | 'ko'
}

export interface PageState {
  readonly name: string
  /** Brings the page there from whatever is shown, and waits until it is. */
  enter(shown: Shown): Promise<void>
  leave?(shown: Shown): Promise<void>
}

const say = ({ language }: Shown, key: TextKey, filled?: Readonly<Record<string, string | number>>): string => textOf(language, key, filled)
const PAGES = ['trade', 'risk', 'journal', 'settings', 'about'] as const

export async function openPage({ page, language }: Pick<Shown, 'page' | 'language'>, name: (typeof PAGES)[number]): Promise<void> {
  await page.keyboard.press(`Alt+${PAGES.indexOf(name) + 1}`)
  await page.getByRole('main', { name: textOf(language, `page.${name}`) }).waitFor()
  if (name === 'trade') await page.getByRole('tab', { name: textOf(language, 'panel.positions') }).waitFor()
}

const pageState = (name: (typeof PAGES)[number]): PageState => ({ name, enter: (shown) => openPage(shown, name) })

function dialogState(name: string, open: (shown: Shown) => Promise<void>): PageState {
  return {
    name: `dialog ${name}`,
    enter: async (shown) => {
      await open(shown)
      await shown.page.locator('dialog:modal').waitFor()
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    },
  }
}

const tabState = (key: 'orders' | 'fills' | 'why' | 'log'): PageState => ({
  name: `trade, ${key}`,
  enter: async (shown) => {
    await openPage(shown, 'trade')
    await shown.page.getByRole('tab', { name: say(shown, `panel.${key}`) }).click()
  },
})

const journalTab = (key: 'orders' | 'fills' | 'log'): PageState => ({
  name: `journal, ${key}`,
  enter: async (shown) => {
    await openPage(shown, 'journal')
    await shown.page.getByRole('tab', { name: say(shown, `panel.${key}`) }).click()
  },
})

/** Every page and state that a person may meet, in an order in which each follows from the one before. */
export const STATES: readonly PageState[] = [
  {
    name: 'first run',
    enter: async (shown) => {
      shown.rig.choose()
      await shown.page.getByRole('heading', { name: say(shown, 'first.title') }).waitFor()
    },
  },
  {
    name: 'first run, all options',
    enter: async ({ page }) => {
      await page.locator('details summary').click()
      await page.locator('details[open]').waitFor()
    },
  },
  {
    name: 'starting',
    enter: async ({ page, rig }) => {
      rig.set('workstation', { ...values.choosing, phase: 'starting', mode: 'demo', told: { code: 'making-market', values: {} }, part: 0.4 })
      await page.getByRole('progressbar').waitFor()
    },
  },
  {
    name: 'failed',
    enter: async (shown) => {
      shown.rig.set('workstation', { ...values.choosing, phase: 'failed', told: { code: 'storage-refused', values: { refusal: 'locked', detail: 'another engine works on this account' } } })
      await shown.page.getByText(say(shown, 'first.failed')).waitFor()
    },
  },
  {
    name: 'empty',
    enter: async (shown) => {
      shown.rig.beginEmpty()
      await openPage(shown, 'trade')
    },
  },
  {
    name: 'trade',
    enter: async (shown) => {
      shown.rig.beginBusy()
      await openPage(shown, 'trade')
      await shown.page.getByText('AVAX').first().waitFor()
    },
  },
  ...(['orders', 'fills', 'why', 'log'] as const).map(tabState),
  {
    name: 'trade, chart as text',
    enter: async ({ page }) => {
      await page.keyboard.press('Alt+t')
      await page.locator('.chart-text').waitFor()
    },
    leave: ({ page }) => page.keyboard.press('Escape'),
  },
  pageState('risk'),
  dialogState('latch', ({ page }) => page.locator('main').getByRole('button', { name: /^(Clear|해제)/ }).first().click()),
  pageState('journal'),
  ...(['orders', 'fills', 'log'] as const).map(journalTab),
  dialogState('export', ({ page }) => page.locator('main').getByRole('button', { name: /(^Export|내보내기)/ }).click()),
  pageState('settings'),
  pageState('about'),
  dialogState('flatten', ({ page }) => page.keyboard.press('Control+Shift+F')),
  dialogState('palette', ({ page }) => page.keyboard.press('Control+k')),
  dialogState('keys', ({ page }) => page.keyboard.press('?')),
  dialogState('mode', ({ page }) => page.locator('.mode-button').click()),
  dialogState('leaving the mode', async (shown) => {
    await shown.page.locator('.mode-button').click()
    await shown.page.getByRole('button', { name: say(shown, 'mode.leave', { mode: say(shown, 'mode.demo') }) }).click()
    await shown.page.getByRole('button', { name: say(shown, 'leave.stay') }).waitFor()
  }),
  {
    name: 'replay',
    enter: async (shown) => {
      shown.rig.set('workstation', { ...values.workstation, mode: 'replay' })
      shown.rig.set('pace', { speed: 60, paused: true, time: values.NOW, from: values.NOW - 5 * 3_600_000, to: values.NOW + 3_600_000 })
      await openPage(shown, 'trade')
    },
  },
  {
    name: 'exits only',
    enter: async ({ rig, page }) => {
      rig.set('workstation', { ...values.workstation, recentCrashes: 3, exitsOnly: true })
      await page.locator('.banner').waitFor()
    },
  },
  {
    name: 'disconnected',
    enter: async (shown) => {
      await shown.rig.close()
      await shown.page.getByText(say(shown, 'trading.lost'), { exact: true }).waitFor()
    },
  },
]
