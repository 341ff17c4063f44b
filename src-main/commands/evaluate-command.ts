import type { EvaluateWish } from '../../src-shared/contract/evaluation-views.ts'
import { wholeNumber, type Command, type Values } from './command.ts'
import { evaluationLines } from './evaluate-texts.ts'
import { cusumOption, LEARN_HELP, LEARN_OPTIONS, spanOption } from './learn-options.ts'
import { runLearning } from './learn-run.ts'
import { numberPairs } from './wish-options.ts'

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'fits a recipe, walks it forward, back-tests it and says whether it may trade',
  help: `haetae evaluate --instrument IDS [options]\n${LEARN_HELP}  --every N             fits on one close in N (default 6); tests see every close
  --cusum NUMBER        fits on those closes instead at which the log price had moved so many deviations of a candle's return since the last one
  --folds N             test parts of the walk-forward (default 5)
  --seeds N             other draws of the same history, to see the spread (default 5)
  --learn NAME=VALUE    a number of the learner that differs, as penaltyQ=0.5; as often as wanted
  --json                the whole report as one object

  haetae evaluate --strategy perp-ev-v1 --instrument BTCUSDT,ETHUSDT,LTCUSDT,SUIUSDT
  haetae evaluate --instrument ETHUSDT --every 12 --learn penaltyQ=1 --set policy.margin=0.03
  haetae evaluate --instrument ETHUSDT --cusum 5`,
  options: { ...LEARN_OPTIONS, every: { type: 'string' }, cusum: { type: 'string' }, folds: { type: 'string' }, seeds: { type: 'string' }, learn: { type: 'string', multiple: true } },
  positionals: [],
  run: (values, _positionals, terminal) => runLearning({ kind: 'evaluation', wish: wishOf(values) }, evaluationLines, { values, terminal }),
}

const wishOf = (values: Values): EvaluateWish => ({
  ...spanOption(values), learner: 'linear', parameters: numberPairs(values, 'learn'),
  every: wholeNumber(values, 'every', { least: 1, most: 1_000, otherwise: 6 }), cusum: cusumOption(values),
  folds: wholeNumber(values, 'folds', { least: 2, most: 50, otherwise: 5 }), seeds: wholeNumber(values, 'seeds', { least: 1, most: 100, otherwise: 5 }),
})
