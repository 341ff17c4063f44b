import { SeededRandom } from '../../base/seeded-random.ts'
import { meanBlock, stationaryDraw } from '../../statistics/bootstrap.ts'
import { meanOf } from '../../statistics/moments.ts'
import { overfittingByCscv } from '../../statistics/overfitting.ts'
import { GATE } from './gate-evidence.ts'

const SEED = 2017
/** 924 halves, which is finer than any verdict; a block must be long enough for a ratio. */
const BLOCKS_MOST = 12
const BLOCK_DAYS = 10
const BLOCKS_LEAST = 4

/**
 * Probability that choosing the best recipe of the family chooses nothing, null where family or days are too few. A good recipe among its like has a rank
 * among them that is noise; so each recipe gets a twin that knows nothing: its own daily returns less their mean, drawn anew in blocks. One recipe is chosen
 * as ever, and must stand above the median of recipes and twins. A recipe that loses is no rival: above those that pay costs for nothing luck stands as well, so
 * that in its place stands what it would be without its loss.
 */
export function overfittingOf(family: readonly Float64Array[]): number | null {
  const days = family[0]?.length ?? 0
  const blocks = Math.min(BLOCKS_MOST, 2 * Math.floor(days / (2 * BLOCK_DAYS)))
  if (family.length < GATE.familyLeast || blocks < BLOCKS_LEAST) return null
  const losers = family.map((column) => meanOf(column) <= 0)
  const lifted = family.filter((_, recipe) => losers[recipe]).map(withoutMean)
  return overfittingByCscv([...family, ...twinsOf(family), ...lifted], blocks, family.length, (column) => losers[column] !== true).pbo
}

function withoutMean(column: Float64Array): Float64Array {
  const mean = meanOf(column)
  return column.map((net) => net - mean)
}

function twinsOf(family: readonly Float64Array[]): readonly Float64Array[] {
  const random = new SeededRandom(SEED)
  return family.map((column) => {
    const lifted = withoutMean(column)
    return Float64Array.from(stationaryDraw(column.length, meanBlock(column.length), random), (place) => lifted[place]!)
  })
}
