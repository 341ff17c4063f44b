import type { Page } from 'playwright-core'
import type { TextKey } from '../../src-renderer/i18n/text.ts'
import type { PageRig } from './page-rig.ts'
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

export const say = ({ language }: Shown, key: TextKey, filled?: Readonly<Record<string, string | number>>): string => textOf(language, key, filled)
const PAGES = ['trade', 'risk', 'journal', 'backtest', 'training', 'data', 'settings', 'about'] as const

export async function openPage({ page, language }: Pick<Shown, 'page' | 'language'>, name: (typeof PAGES)[number]): Promise<void> {
  await page.keyboard.press(`Alt+${PAGES.indexOf(name) + 1}`)
  await page.getByRole('main', { name: textOf(language, `page.${name}`) }).waitFor()
  if (name === 'trade') await page.getByRole('tab', { name: textOf(language, 'panel.positions') }).waitFor()
}

export const pageState = (name: (typeof PAGES)[number]): PageState => ({ name, enter: (shown) => openPage(shown, name) })

export function dialogState(name: string, open: (shown: Shown) => Promise<void>): PageState {
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
