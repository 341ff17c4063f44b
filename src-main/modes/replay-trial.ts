import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { dataHash } from '../base/text-hash.ts'
import { EquityRecorder } from '../reports/equity-recorder.ts'
import { dailyReturns } from '../reports/return-statistics.ts'
import type { DailyReturns, NewTrial } from '../training/trial-ledger.port.ts'
import { lookAt } from './engine-look.ts'
import { trialDataOf, type DataWanted } from './learning/trial-data.ts'
import { DEPOSIT } from './paper-account.ts'
import type { RecordedRun } from './recorded-run.ts'

/** A replay is a back-test that somebody may watch, and so a trial like any other. Before any candle is read. */
export async function replayTrial(archive: Pick<RecordedRun['archive'], 'spans'>, configs: readonly StrategyConfig[], wanted: DataWanted): Promise<NewTrial> {
  const { policyId, seed } = configs[0]!.policy
  return {
    kind: 'backtest', strategyId: configs.map(({ strategyId }) => strategyId).join(','), data: trialDataOf(await archive.spans(), wanted),
    parameters: { mode: 'replay', ...(policyId === 'expected-value' ? {} : { policy: policyId, seed }), configuration: dataHash(configs.length === 1 ? configs[0] : configs).slice(0, 12) },
  }
}

/** Watches a replay, for the daily returns that its trial ends with. */
export class ReplayWatch {
  #curve: EquityRecorder | undefined
  #trades = 0

  /** What the run is told as `recorder`. */
  recorder({ instruments, from }: Pick<RecordedRun, 'instruments' | 'from'>): NonNullable<RecordedRun['recorder']> {
    return (engine) => {
      const curve = (this.#curve = new EquityRecorder(instruments, { from, deposit: DEPOSIT, look: lookAt(engine) }))
      return {
        publish: (changes) => {
          curve.publish(changes)
          this.#trades += changes.filter(({ kind }) => kind === 'trade-closed').length
        },
      }
    }
  }

  /** Once the record has ended. */
  done(): { readonly days: DailyReturns; readonly trades: number } {
    const { time, equity } = this.#curve?.columns() ?? { time: [], equity: [] }
    return { days: dailyReturns(time, equity), trades: this.#trades }
  }
}
