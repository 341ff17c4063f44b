import { ColumnHash } from '../../base/column-hash.ts'
import { dataHash } from '../../base/text-hash.ts'
import { featureSetHash } from '../../features/catalogue.ts'
import type { LabelCandles } from '../../labels/label-candles.ts'
import type { InstrumentMarket, RowRecipe } from './instrument-rows.ts'

/** Raise it when the same markets and recipe come to other rows: files of older programs are then made anew. */
const REVISION = 1

/** Names what the rows are made of, so that rows made of the same are found again. Instruments in the order of the rows. */
export function definitionHash(recipe: RowRecipe, stepMs: number, markets: readonly { readonly instrumentId: string; readonly hash: string }[]): string {
  const { featureSet, labelSpec, every, from } = recipe
  return dataHash({ revision: REVISION, features: featureSetHash(featureSet), labelSpec, every, from, stepMs, markets: markets.map(({ instrumentId, hash }) => [instrumentId, hash]) })
}

/** Of everything that is known of an instrument. */
export function marketHash({ candles, funding, regime, costs, marks, finer }: InstrumentMarket): string {
  const settled = [Float64Array.from(funding, ({ fundingTime }) => fundingTime), Float64Array.from(funding, ({ rate }) => rate), Float64Array.from(funding, ({ intervalMs }) => intervalMs)]
  return dataHash({
    costs, candles: [...barHashes(candles), hashOf(candles.volume)], marks: marks ? barHashes(marks) : null, finer: finer ? barHashes(finer) : null,
    funding: settled.map(hashOf), regime: regime ? [hashOf(regime.closeTime), hashOf(regime.values)] : null,
  })
}

const barHashes = ({ openTime, open, high, low, close }: LabelCandles): readonly string[] => [openTime, open, high, low, close].map(hashOf)
const hashOf = (column: Float64Array | Int8Array): string => new ColumnHash().add(column).digest()
