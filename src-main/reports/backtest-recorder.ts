import type { BacktestReport } from '../../src-shared/contract/backtest-report.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { PolicySettings } from '../../src-shared/domain/strategy.ts'
import type { Amount, TimeMs } from '../../src-shared/domain/units.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import { DecisionTally } from './decision-tally.ts'
import { EquityRecorder, type EngineLook } from './equity-recorder.ts'
import { TradeRecorder } from './trade-recorder.ts'

export interface Recorded {
  readonly instruments: readonly Instrument[]
  readonly policy: PolicySettings
  readonly from: TimeMs
  readonly deposit: Amount
  readonly look: EngineLook
}

/** Watches a back-test and keeps what its report is made of. */
export class BacktestRecorder implements Publisher {
  readonly trades: TradeRecorder
  readonly tally: DecisionTally
  readonly equity: EquityRecorder
  readonly latches: BacktestReport['latches'][number][] = []
  readonly #candles = new Map<string, number>()
  readonly #gaps = new Map<string, number>()

  constructor({ instruments, policy, from, deposit, look }: Recorded) {
    this.trades = new TradeRecorder(instruments)
    this.tally = new DecisionTally(policy)
    this.equity = new EquityRecorder(instruments, { from, deposit, look })
  }

  publish(changes: readonly Change[]): void {
    this.equity.publish(changes)
    this.trades.publish(changes)
    this.tally.publish(changes)
    for (const change of changes) {
      if (change.kind === 'candle-accepted') add(this.#candles, change.candle.instrumentId)
      else if (change.kind === 'gap-found') add(this.#gaps, change.instrumentId)
      else if (change.kind === 'latch-set') this.latches.push({ latch: change.latch, time: change.time, reason: change.reason })
    }
  }

  candlesOf(instrumentId: string): { readonly candles: number; readonly gaps: number } {
    return { candles: this.#candles.get(instrumentId) ?? 0, gaps: this.#gaps.get(instrumentId) ?? 0 }
  }
}

const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
