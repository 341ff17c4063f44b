import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { dataHash } from '../../src-main/base/text-hash.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { featureSetHash } from '../../src-main/features/catalogue.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { REGIME_INSTRUMENT } from '../../src-main/features/regime.ts'
import { regimeColumn } from '../../src-main/features/regime-column.ts'
import { configOf, TREE_MODELS } from './backtest-kinds.ts'
import { openArchive, START, type ArchivedMarket } from './backtest-market.ts'
import { writeTreeModels } from './tree-models.ts'

const ALL = [START, Number.MAX_SAFE_INTEGER as TimeMs] as const

/** Tree models for the kind 'scored' below its folder, their splits where the market's features are. Returns the trees of long and short. */
export async function prepareTrees({ home, instruments }: ArchivedMarket, trees?: number): Promise<ReturnType<typeof writeTreeModels>> {
  const { featureSet, labelSpec } = configOf('scored', instruments)
  const archive = openArchive(home)
  try {
    const candles = await archive.candles(REGIME_INSTRUMENT, 5 * MINUTE_MS, ...ALL)
    const funding = await archive.funding(REGIME_INSTRUMENT, ...ALL)
    const { values } = new FeatureEngine(featureSet).columns(candles, { funding, regime: regimeColumn(seriesOf(candles)) })
    const description = { inputs: featureSet, featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec) }
    return writeTreeModels({ root: home, ids: TREE_MODELS, description, columns: values, ...(trees === undefined ? {} : { trees }) })
  } finally {
    archive.close()
  }
}
