import type { Base, Feature } from './feature.ts'
import { MEAN_MS, Z_MS, type FundingColumns } from './funding-history.ts'

const SETTLEMENTS = 'settlements of the instrument at their whole minute, known from 60 s after it'
const UNKNOWN = 'when the next settlement is overdue by 60 s'
const BROKEN = `${UNKNOWN}, or one of the window is missing`

const known: Base = (block) => block.funding?.write(block.candles.closeTime, block, block.known)

const funding = (about: Pick<Feature, 'name' | 'definition' | 'unit' | 'missing'>, fundingMs: number, column: keyof FundingColumns): Feature => ({
  ...about, window: 1, source: SETTLEMENTS, revision: 1, fundingMs, use: 'input', bases: [known],
  fill: (block, out) => {
    const values = block.known[column]
    for (let row = 0; row < block.count; row++) out[row] = values[row]!
  },
})

export const FUNDING: readonly Feature[] = [
  funding({ name: 'funding_last', definition: 'the last known rate', unit: 'fraction a settlement', missing: UNKNOWN }, 0, 'last'),
  funding({ name: 'funding_mean_24h', definition: 'mean of the rates known of the last 24 hours', unit: 'fraction a settlement', missing: BROKEN }, MEAN_MS, 'mean'),
  funding({ name: 'funding_z_30d', definition: '(last rate − mean) ÷ population deviation, but at least 0.005 %, of the rates known of the last 30 days', unit: 'deviations', missing: BROKEN }, Z_MS, 'z'),
  funding({ name: 'funding_minutes', definition: 'minutes until the next settlement: the last known one and its interval on', unit: 'minutes', missing: UNKNOWN }, 0, 'minutes'),
  funding({ name: 'is_funding_hour', definition: '1 when a settlement lies in the clock hour of the close, else 0', unit: '0 or 1', missing: UNKNOWN }, 0, 'hour'),
]
