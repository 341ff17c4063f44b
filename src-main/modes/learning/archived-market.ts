import type { FundingRate } from '../../../src-shared/domain/candle.ts'
import type { CandleColumns, CandleKind } from '../../../src-shared/domain/candle-columns.ts'
import { rateAsFloat, versionAt, type Instrument } from '../../../src-shared/domain/instrument.ts'
import type { LabelSpec } from '../../../src-shared/domain/strategy.ts'
import { MINUTE_MS, type TimeMs } from '../../../src-shared/domain/units.ts'
import type { CandleSeries } from '../../features/candle-series.ts'
import { regimeColumn, type RegimeColumn } from '../../features/regime-column.ts'
import { REGIME_INSTRUMENT } from '../../features/regime.ts'
import { instrumentsNeeded } from '../../features/catalogue.ts'
import type { DataArchive } from '../../market-data/data-archive.port.ts'
import type { InstrumentMarket } from '../../training/data-set/instrument-rows.ts'
import { featureMemoryMs } from '../../training/folds/feature-memory.ts'
import { fundingOf } from '../../venue/recorded/recorded-funding.ts'

/** Of which candles, and from when to when they are read: from ≤ openTime < to. */
export interface MarketSpan {
  readonly intervalMs: number
  readonly from: TimeMs
  readonly to: TimeMs
}

/** So that the first row of a span is the one that a longer span would have: as far back as features and barriers look. */
export function lookBackMs(featureSet: readonly string[], { barrierAtrWindow, barrierIntervalMs }: LabelSpec, stepMs: number): number {
  return Math.max(featureMemoryMs(featureSet, stepMs), (barrierAtrWindow + 2) * barrierIntervalMs)
}

/** Prices are scaled by `priceDecimals`. */
export interface ArchivedMarket extends Omit<InstrumentMarket, 'regime'> {
  readonly candles: InstrumentMarket['candles'] & Pick<CandleColumns, 'priceDecimals'>
}

/** What labels and features are made of, as the archive holds it: mark candles and minutes where they are. */
export async function archivedMarket(archive: DataArchive, instrument: Instrument, span: MarketSpan): Promise<ArchivedMarket> {
  const { instrumentId } = instrument
  const { intervalMs, from, to } = span
  const read = (kind: CandleKind, ofMs: number): Promise<CandleColumns> => archive.columns({ instrumentId, kind, intervalMs: ofMs }, from, to)
  const candles = await archivedTrades(archive, instrumentId, span)
  const marks = await read('mark', intervalMs)
  const isMarked = marks.openTime.length > 0
  const finer = intervalMs > MINUTE_MS ? await read(isMarked ? 'mark' : 'trade', MINUTE_MS) : undefined
  return {
    instrumentId, candles, funding: await settlements(archive, instrument, candles), costs: roundTrip(instrument, candles),
    ...(isMarked ? { marks: seriesOf(marks, intervalMs) } : {}), ...(finer && finer.openTime.length > 0 ? { finer: seriesOf(finer, MINUTE_MS) } : {}),
  }
}

/** Of BTC, where some feature looks at it. */
export async function archivedRegimeColumn(archive: DataArchive, featureSet: readonly string[], span: MarketSpan): Promise<RegimeColumn | undefined> {
  if (!instrumentsNeeded(featureSet).includes(REGIME_INSTRUMENT)) return undefined
  return regimeColumn(await archivedTrades(archive, REGIME_INSTRUMENT, span))
}

/** What was traded, and nothing else. */
export async function archivedTrades(archive: DataArchive, instrumentId: string, { intervalMs, from, to }: MarketSpan): Promise<ArchivedMarket['candles']> {
  return seriesOf(await archive.columns({ instrumentId, kind: 'trade', intervalMs }, from, to), intervalMs)
}

const seriesOf = (columns: CandleColumns, stepMs: number): ArchivedMarket['candles'] => ({ ...columns, stepMs, closeTime: columns.openTime.map((time) => time + stepMs) })

/** Where none is archived, the usual ones at the usual hours, as a back-test has them. */
async function settlements(archive: DataArchive, instrument: Instrument, { openTime, closeTime }: CandleSeries): Promise<readonly FundingRate[]> {
  const [from, last] = [openTime.at(0), closeTime.at(-1)]
  if (from === undefined || last === undefined) return []
  return (await fundingOf(archive, instrument, { from: from as TimeMs, to: (last + 1) as TimeMs })).rates
}

/** At the fees that hold at the end: what is learnt is to be traded afterwards. */
function roundTrip(instrument: Instrument, { closeTime }: CandleSeries): InstrumentMarket['costs'] {
  const { fees } = versionAt(instrument, (closeTime.at(-1) ?? 0) as TimeMs)
  return { fees: 2 * rateAsFloat(fees.taker), slippage: 2 * rateAsFloat(instrument.slippage) }
}
