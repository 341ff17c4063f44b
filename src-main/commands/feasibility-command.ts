import type { Command } from './command.ts'
import { intervalsOption, LEARN_HELP, LEARN_OPTIONS, numbersOption, spanOption } from './learn-options.ts'
import { runLearning } from './learn-run.ts'
import { feasibilityLines } from './learn-texts.ts'

export const feasibilityCommand: Command = {
  name: 'feasibility',
  summary: 'tells what had to be won at each barrier and cost, before anything is learnt',
  help: `haetae feasibility --instrument IDS [options]\n${LEARN_HELP}  --barriers LENGTHS    candles whose average true range the barriers are multiples of (default 5m,1h,4h)
  --horizons NUMBERS    how many of these candles a position may be held (default 48)
  --costs FRACTIONS     round trips to compare, as 0.0014,0.004 (default: the fees and slippage of each instrument)
  --json                the whole table as one object

  haetae feasibility --instrument BTCUSDT,ETHUSDT
  haetae feasibility --instrument BTCUSDT --barriers 5m,15m,1h,4h --horizons 24,48 --costs 0.0014,0.004`,
  options: { ...LEARN_OPTIONS, barriers: { type: 'string' }, horizons: { type: 'string' }, costs: { type: 'string' } },
  positionals: [],
  run: (values, _positionals, terminal) => {
    const wish = { ...spanOption(values), barrierIntervalsMs: intervalsOption(values, 'barriers', '5m,1h,4h'), horizons: numbersOption(values, 'horizons', '48', true), costs: numbersOption(values, 'costs', '', false) }
    return runLearning({ kind: 'feasibility', wish }, feasibilityLines, { values, terminal })
  },
}
