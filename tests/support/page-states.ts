import type { FeedView } from '../../src-shared/contract/data-views.ts'
import type { RunRow } from '../../src-shared/contract/backtest-report.ts'
import * as backtests from './backtest-values.ts'
import * as data from './data-values.ts'
import { dialogState, openPage, pageState, say, type PageState, type Shown } from './page-state.ts'
import * as values from './page-values.ts'
import { TRAINING } from './training-states.ts'

const tabState = (key: 'orders' | 'fills' | 'why' | 'log'): PageState => ({
  name: `trade, ${key}`,
  enter: async (shown) => {
    await openPage(shown, 'trade')
    await shown.page.getByRole('tab', { name: say(shown, `panel.${key}`) }).click()
  },
})

const feedState = (name: string, feed: FeedView): PageState => ({
  name: `data, ${name}`,
  enter: async (shown) => {
    shown.rig.set('feed', feed)
    await openPage(shown, 'data')
    await shown.page.locator('.panel-channels table').waitFor()
  },
  leave: async ({ rig }) => rig.set('feed', null),
})

const journalTab = (key: 'orders' | 'fills' | 'log'): PageState => ({
  name: `journal, ${key}`,
  enter: async (shown) => {
    await openPage(shown, 'journal')
    await shown.page.getByRole('tab', { name: say(shown, `panel.${key}`) }).click()
  },
})

async function openBacktest(shown: Shown, runs: readonly RunRow[]): Promise<void> {
  shown.rig.runs = runs
  await openPage(shown, 'backtest')
}

/** A run of the list, opened. */
async function openRun(shown: Shown, runId: string): Promise<void> {
  await openBacktest(shown, backtests.runs)
  const back = shown.page.getByRole('button', { name: say(shown, 'backtest.all-runs') })
  if (await back.count()) await back.click()
  await shown.page.getByRole('row').nth(1 + backtests.runs.findIndex((run) => run.runId === runId)).click()
  await back.waitFor()
}

const reportTab = (key: 'groups' | 'why' | 'excursions' | 'data'): PageState => ({
  name: `back-test, ${key}`,
  enter: (shown) => shown.page.getByRole('tab', { name: say(shown, `report.tab.${key}`) }).click(),
})

/** Back-tests are there in every phase; these follow from one that runs. */
const BACKTESTS: readonly PageState[] = [
  {
    name: 'back-test, first visit',
    enter: async (shown) => {
      await openBacktest(shown, [])
      await shown.page.getByText(say(shown, 'backtest.no-runs')).waitFor()
    },
  },
  {
    name: 'back-test, all choices',
    enter: async (shown) => {
      await shown.page.getByRole('radio', { name: say(shown, 'backtest.how.sweep') }).click()
      await shown.page.getByLabel(say(shown, 'sweep.first'), { exact: true }).selectOption('policy.margin')
      await shown.page.locator('.parameters summary').click()
    },
    leave: (shown) => shown.page.getByRole('radio', { name: say(shown, 'backtest.how.run') }).click(),
  },
  {
    name: 'back-test, runs and jobs',
    enter: async (shown) => {
      await openPage(shown, 'risk')
      shown.rig.set('jobs', backtests.jobs.map((job) => ({ ...job, state: 'running' as const })))
      shown.rig.set('jobs', backtests.jobs)
      await openBacktest(shown, backtests.runs)
      await shown.page.getByRole('progressbar').waitFor()
      await shown.page.getByRole('row').nth(backtests.runs.length).waitFor()
    },
    leave: async ({ rig }) => rig.set('jobs', []),
  },
  {
    name: 'back-test',
    enter: async (shown) => {
      await openRun(shown, backtests.report.runId)
      await shown.page.locator('.report-trades').waitFor()
    },
  },
  ...(['groups', 'why', 'excursions', 'data'] as const).map(reportTab),
  { name: 'back-test, sweep', enter: (shown) => openRun(shown, backtests.sweep.runId) },
  {
    name: 'dialog replay of a trade',
    enter: async (shown) => {
      await openRun(shown, backtests.report.runId)
      await shown.page.locator('.report-trades td button').first().click()
      await shown.page.locator('dialog:modal').waitFor()
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    },
  },
]

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
    name: 'first run, paper',
    enter: async ({ page }) => {
      await page.locator('#card-paper').click()
      await page.locator('.option-wide').waitFor()
    },
    leave: ({ page }) => page.locator('#card-demo').click(),
  },
  {
    name: 'data without a mode',
    enter: async (shown) => {
      await openPage(shown, 'data')
      await shown.page.getByText(say(shown, 'idle.none')).waitFor()
    },
    leave: (shown) => shown.page.getByRole('button', { name: say(shown, 'idle.choose') }).click(),
  },
  {
    name: 'back-test without a mode',
    enter: async (shown) => {
      await openPage(shown, 'backtest')
      await shown.page.getByText(say(shown, 'idle.none')).waitFor()
    },
    leave: (shown) => shown.page.getByRole('button', { name: say(shown, 'idle.choose') }).click(),
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
  ...BACKTESTS,
  ...TRAINING,
  dialogState('replay', async (shown) => {
    await shown.page.getByRole('button', { name: say(shown, 'replay.open') }).click()
    await shown.page.locator('.dialog .archive').waitFor()
  }),
  pageState('data'),
  feedState('live', data.feed),
  feedState('in trouble', data.troubledFeed),
  {
    name: 'data, collecting',
    enter: async (shown) => {
      shown.rig.set('jobs', [data.collectJob])
      shown.rig.set('collect', data.collect)
      await openPage(shown, 'data')
      await shown.page.getByRole('progressbar').waitFor()
    },
    leave: async ({ rig }) => rig.set('jobs', []),
  },
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
