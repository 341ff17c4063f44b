import { parentPort, workerData } from 'node:worker_threads'
import type { SweepRow } from '../../src-shared/contract/backtest-report.ts'
import type { SweepMessage, SweepTask, SweepWorkerData } from '../../src-main/host/sweep-worker.ts'

/** Two of these do two tasks: the first one's row comes when the second's has been taken. */
const { stop } = workerData as SweepWorkerData
const rowOf = (values: readonly number[]): SweepRow => ({ values, orderHash: 'o', net: '0', netReturn: 0, sharpe: null, drawdown: 0, trades: 0, won: 0 })

parentPort!.on('message', (task: SweepTask) => {
  if (task === null) {
    Atomics.store(stop, 0, -1)
    Atomics.notify(stop, 0)
    return parentPort!.close()
  }
  if (task.index === 0) Atomics.wait(stop, 0, 0)
  parentPort!.postMessage({ kind: 'row', index: task.index, row: rowOf(task.values) } satisfies SweepMessage)
})
