import type { Command } from './command.ts'
import { labelLines } from './label-texts.ts'
import { cusumOption, LEARN_HELP, LEARN_OPTIONS, spanOption } from './learn-options.ts'
import { runLearning } from './learn-run.ts'

export const labelCommand: Command = {
  name: 'label',
  summary: 'tells what came of entries after every archived candle, by barriers and costs',
  help: `haetae label --instrument IDS [options]\n${LEARN_HELP}  --cusum NUMBER        only entries at which the log price had moved so many deviations of a candle's return since the last one
  --json                the whole report as one object, with histograms and examples

  haetae label --instrument BTCUSDT,ETHUSDT
  haetae label --instrument BTCUSDT --set labelSpec.takeProfitAtr=3 --cusum 5`,
  options: { ...LEARN_OPTIONS, cusum: { type: 'string' } },
  positionals: [],
  run: (values, _positionals, terminal) => runLearning({ kind: 'labels', wish: { ...spanOption(values), cusum: cusumOption(values) } }, labelLines, { values, terminal }),
}
