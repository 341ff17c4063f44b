import type { Page } from 'playwright-core'

export interface ShotState {
  readonly name: string
  /** Shown in the documentation in every look, not in two of them. */
  readonly isPage?: boolean
  /** Shown there at the larger size too. */
  readonly isLarge?: boolean
  enter(page: Page): Promise<void>
  leave?(page: Page): Promise<void>
}

const PAGES = ['trade', 'risk', 'journal', 'backtest', 'training', 'data', 'settings', 'about'] as const
const DIALOG = 'dialog:modal'

async function openPage(page: Page, name: (typeof PAGES)[number]): Promise<void> {
  await page.keyboard.press(`Alt+${PAGES.indexOf(name) + 1}`)
  await page.locator(name === 'trade' ? '.chart-place:not(.chart-bare)' : `.${name}-page`).waitFor()
}

const pageState = (name: (typeof PAGES)[number], more: Partial<ShotState> = {}): ShotState => ({ name, isPage: true, enter: (page) => openPage(page, name), ...more })

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
}

const dialogState = (name: string, open: (page: Page) => Promise<void>): ShotState => ({
  name: `dialog-${name}`,
  enter: async (page) => {
    await open(page)
    await page.locator(DIALOG).waitFor()
  },
  leave: closeDialog,
})

const tabState = (panel: 'orders' | 'fills' | 'why' | 'log'): ShotState => ({
  name: `trade-${panel}`,
  enter: async (page) => {
    await openPage(page, 'trade')
    await page.locator(`[role="tab"][data-tab-panel-id^="${panel}"]`).click()
  },
  leave: (page) => page.locator('[role="tab"][data-tab-panel-id^="positions"]').click(),
})

/** What a running mode shows. */
export const RUNNING: readonly ShotState[] = [
  pageState('trade', { isLarge: true }),
  tabState('orders'), tabState('why'), tabState('log'),
  pageState('risk', { isLarge: true }),
  pageState('journal', { isLarge: true }),
  pageState('data'),
  pageState('settings'),
  pageState('about'),
  dialogState('flatten', (page) => page.keyboard.press('Control+Shift+F')),
  dialogState('palette', (page) => page.keyboard.press('Control+k')),
  dialogState('mode', (page) => page.locator('.mode-button').click()),
  dialogState('export', async (page) => {
    await openPage(page, 'journal')
    await page.locator('.journal-page .tabs button:not([role])').first().click()
  }),
]
