import * as learning from './learn-values.ts'
import { dialogState, openPage, say, type PageState, type Shown } from './page-state.ts'

const part = (section: 'feasibility' | 'labels' | 'dataset', shows: string): PageState => ({
  name: `training, ${section}`,
  enter: async (shown) => {
    await openTraining(shown, section)
    await shown.page.locator(shows).first().waitFor()
  },
})

async function openTraining(shown: Shown, section: 'models' | 'feasibility' | 'labels' | 'dataset' | 'trials'): Promise<void> {
  await openPage(shown, 'training')
  await shown.page.getByRole('radio', { name: say(shown, `learn.part.${section}`), exact: true }).click()
}

/** Learning is there in every phase, too; these follow from a mode that runs. */
export const TRAINING: readonly PageState[] = [
  {
    name: 'training, first visit',
    enter: async (shown) => {
      shown.rig.runs = []
      await openTraining(shown, 'models')
      await shown.page.getByText(say(shown, 'models.none')).waitFor()
    },
  },
  {
    name: 'training, verdict',
    enter: async (shown) => {
      Object.assign(shown.rig, { runs: learning.runs, models: learning.models, trials: learning.trials })
      await openPage(shown, 'risk')
      await openTraining(shown, 'models')
      await shown.page.getByRole('button', { name: 'm-9c41be7720aa' }).click()
      await shown.page.locator('.evaluation .plot svg').nth(2).waitFor()
    },
  },
  part('feasibility', '.feasibility-map table'), part('labels', '.example-chart svg'), part('dataset', '.panel-dataset table'),
  {
    name: 'training, trials',
    enter: async (shown) => {
      await openTraining(shown, 'trials')
      await shown.page.locator('.trials-chain').waitFor()
    },
  },
  {
    name: 'training, broken chain',
    enter: async (shown) => {
      shown.rig.trials = learning.brokenTrials
      await openPage(shown, 'risk')
      await openTraining(shown, 'trials')
      await shown.page.locator('.trials-chain.broken').waitFor()
    },
    leave: ({ rig }) => {
      rig.trials = learning.trials
      return Promise.resolve()
    },
  },
  dialogState('override', async (shown) => {
    await openTraining(shown, 'models')
    await shown.page.getByRole('button', { name: 'm-9c41be7720aa' }).click()
    await shown.page.locator('.model-actions .primary').click()
  }),
]
