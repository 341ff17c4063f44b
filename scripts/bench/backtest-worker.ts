import { stageShares } from './backtest-stages.ts'
import { BacktestRuns, type RunFigures, type RunWish } from './backtest-run.ts'
import type { Kind } from './backtest-kinds.ts'

export interface Order extends RunWish {
  /** The run is sampled, and what it says is where its time went. */
  readonly profiled?: boolean
}

export interface Answer extends RunFigures {
  /** Parts of 1; null unless it was asked for. */
  readonly stages: Readonly<Record<string, number>> | null
}

// One back-test for each message, each in this process, until there is nobody to tell.
const [home = '', kind = '', instruments = ''] = process.argv.slice(2)
const runs = new BacktestRuns(kind as Kind, { home, instruments: instruments.split(',') })
process.on('message', (order: Order) => void answer(order).then((told) => process.send?.(told)))
process.once('disconnect', () => runs.close())

async function answer({ profiled = false, ...wish }: Order): Promise<Answer> {
  if (!profiled) return { ...(await runs.run(wish)), stages: null }
  const { result, stages } = await stageShares(() => runs.run(wish))
  return { ...result, stages }
}
