import type { DataSetWish, LearnSpan } from '../../../src-shared/contract/learning-views.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import type { StrategyConfig } from '../../../src-shared/domain/strategy.ts'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { RegimeColumn } from '../../features/regime-column.ts'
import type { DataArchive } from '../../market-data/data-archive.port.ts'
import type { InstrumentMarket, RowRecipe } from '../../training/data-set/instrument-rows.ts'
import { archivedInstruments } from '../archived-record.ts'
import { pricedAs } from '../backtest-run.ts'
import { archivedMarket, archivedRegimeColumn, lookBackMs, type MarketSpan } from './archived-market.ts'
import { configForLearning } from './learning-config.ts'

/** A wish for rows, looked at: what they are made of and how. */
export interface PreparedRows {
  readonly config: StrategyConfig
  readonly recipe: RowRecipe
  readonly instruments: readonly Instrument[]
  /** One instrument's market at a time: more need not be in memory. */
  readonly marketOf: (instrument: Instrument) => Promise<InstrumentMarket>
}

/** Which strategy is learnt for; measurements on invented markets have strategies of their own. */
export type ConfigOf = (wish: LearnSpan) => StrategyConfig

/** Rejects with RangeError or UnknownInstrument for what cannot be meant. */
export async function preparedRows(wish: DataSetWish, archive: DataArchive, configOf: ConfigOf = configForLearning): Promise<PreparedRows> {
  const config = configOf(wish)
  const { featureSet, labelSpec } = config
  const from = wish.from ?? 0
  const span = rowSpan(wish, config)
  const instruments = (await archivedInstruments(archive, wish.instruments)).map((instrument) => pricedAs(instrument, wish.changes))
  let regime: Promise<RegimeColumn | undefined> | undefined
  const marketOf = async (instrument: Instrument): Promise<InstrumentMarket> => {
    regime ??= archivedRegimeColumn(archive, featureSet, span)
    return { ...(await archivedMarket(archive, instrument, span)), regime: await regime }
  }
  return { config, recipe: { featureSet, labelSpec, every: wish.every, from }, instruments, marketOf }
}

/** What is read for the rows of a wish: what was earlier fills windows. */
export const rowSpan = ({ from, to }: LearnSpan, { featureSet, labelSpec, decisionIntervalMs: intervalMs }: StrategyConfig): MarketSpan => ({
  intervalMs, from: Math.max(0, (from ?? 0) - lookBackMs(featureSet, labelSpec, intervalMs)) as TimeMs, to: (to ?? Number.MAX_SAFE_INTEGER) as TimeMs,
})
