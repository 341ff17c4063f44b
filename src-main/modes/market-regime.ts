import type { TimeMs } from '../../src-shared/domain/units.ts'
import { seriesOf } from '../features/candle-series.ts'
import { SEED_CANDLES } from '../features/feature.ts'
import { REGIME_INSTRUMENT } from '../features/regime.ts'
import { NO_REGIME, regimeColumn } from '../features/regime-column.ts'
import type { MarketArchive } from '../market-data/candle-archive.port.ts'

interface RegimeSpan {
  readonly intervalMs: number
  readonly from: TimeMs
  readonly to: TimeMs
}

/** The market's regime at each close, from the archive's BTC candles as the feature 'btc_regime' has it; null where it is not known. */
export async function archivedRegime(archive: Pick<MarketArchive, 'candles'>, { intervalMs, from, to }: RegimeSpan): Promise<(time: TimeMs) => -1 | 0 | 1 | null> {
  const early = Math.max(0, from - (2 * SEED_CANDLES) * intervalMs) as TimeMs
  const candles = await archive.candles(REGIME_INSTRUMENT, intervalMs, early, to)
  const { closeTime, values } = regimeColumn(seriesOf(candles))
  const regimes = new Map<number, number>()
  closeTime.forEach((time, row) => regimes.set(time, values[row]!))
  return (time) => {
    const regime = regimes.get(time)
    return regime === undefined || regime === NO_REGIME ? null : (regime as -1 | 0 | 1)
  }
}
