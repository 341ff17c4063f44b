import type { FundingRate } from '../../../src-shared/domain/candle.ts'
import { versionAt, type Instrument } from '../../../src-shared/domain/instrument.ts'
import type { Rate, TimeMs } from '../../../src-shared/domain/units.ts'
import type { MarketArchive } from '../../market-data/candle-archive.port.ts'

export type FundingSource = 'archive' | 'assumed'

export interface FundingSpan {
  readonly from: TimeMs
  readonly to: TimeMs
  readonly assumed: Rate
}

/** The archived settlements, or, where there is none at all, assumed ones at the instrument's usual hours (00, 08 and 16 UTC for 8 hours). */
export async function fundingOf(archive: MarketArchive, instrument: Instrument, span: FundingSpan): Promise<{ readonly source: FundingSource; readonly rates: readonly FundingRate[] }> {
  const rates = await archive.funding(instrument.instrumentId, span.from, span.to)
  return rates.length > 0 ? { source: 'archive', rates } : { source: 'assumed', rates: assumedRates(instrument, span) }
}

function assumedRates(instrument: Instrument, { from, to, assumed }: FundingSpan): readonly FundingRate[] {
  const rates: FundingRate[] = []
  let time = from
  while (time < to) {
    const intervalMs = versionAt(instrument, time).fundingIntervalMs
    const fundingTime = (Math.ceil(time / intervalMs) * intervalMs) as TimeMs
    if (fundingTime < to) rates.push({ instrumentId: instrument.instrumentId, fundingTime, rate: assumed, intervalMs })
    time = (fundingTime + 1) as TimeMs
  }
  return rates
}
