import type { FundingRate } from '../../../src-shared/domain/candle.ts'
import { versionAt, type Instrument } from '../../../src-shared/domain/instrument.ts'
import type { Rate, TimeMs } from '../../../src-shared/domain/units.ts'
import type { MarketReads } from '../../market-data/candle-archive.port.ts'

export type FundingSource = 'archive' | 'assumed'

export interface FundingSpan {
  readonly from: TimeMs
  readonly to: TimeMs
  /** Where nothing is archived. */
  readonly assumed?: Rate | undefined
}

const ASSUMED = 10_000 as Rate

/** The archived settlements, or, where there is none at all, assumed ones at the instrument's usual hours (00, 08 and 16 UTC for 8 hours). */
export async function fundingOf(archive: MarketReads, instrument: Instrument, span: FundingSpan): Promise<{ readonly source: FundingSource; readonly rates: readonly FundingRate[] }> {
  const rates = await archive.funding(instrument.instrumentId, span.from, span.to)
  return rates.length > 0 ? { source: 'archive', rates } : { source: 'assumed', rates: assumedRates(instrument, span) }
}

/** At the hours of the version in force; a new one that begins between two settlements of the old counts from then on. */
function assumedRates(instrument: Instrument, { from, to, assumed = ASSUMED }: FundingSpan): readonly FundingRate[] {
  const { instrumentId, versions } = instrument
  const rates: FundingRate[] = []
  let time = from as number
  while (time < to) {
    const { fundingIntervalMs: intervalMs } = versionAt(instrument, time as TimeMs)
    const next = versions.find(({ validFrom }) => validFrom > time)?.validFrom ?? Infinity
    const fundingTime = intervalMs > 0 ? Math.ceil(time / intervalMs) * intervalMs : Infinity
    if (fundingTime < Math.min(next, to)) rates.push({ instrumentId, fundingTime: fundingTime as TimeMs, rate: assumed, intervalMs })
    time = Math.min(fundingTime + 1, next)
  }
  return rates
}
