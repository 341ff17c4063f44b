import type { CandleKind } from '../../src-shared/domain/candle-columns.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { compareIntervals, type IntervalComparison } from '../market-data/compare-intervals.ts'
import type { DataArchive, SeriesSpan } from '../market-data/data-archive.port.ts'

/** How the longer candles of a venue agree with its own shorter ones. Numbers are scaled integers at these decimals. */
export interface ArchivedComparison extends IntervalComparison {
  readonly instrumentId: string
  readonly kind: CandleKind
  readonly shortMs: number
  readonly longMs: number
  readonly priceDecimals: number
  readonly quantityDecimals: number
}

/** Compares every two archived intervals of an instrument of which one divides the other, where both have candles. */
export async function compareArchived(archive: Pick<DataArchive, 'columns'>, spans: readonly SeriesSpan[]): Promise<readonly ArchivedComparison[]> {
  const comparisons: ArchivedComparison[] = []
  for (const [short, long] of pairsOf(spans)) {
    const { instrumentId, intervalMs: shortMs } = short
    const { intervalMs: longMs } = long
    const kind: CandleKind = long.kind === 'mark' ? 'mark' : 'trade'
    // Both from the beginning of a longer candle to the end of one, so that both come with the same decimals.
    const from = (Math.floor(Math.max(short.first, long.first) / longMs) * longMs) as TimeMs
    const to = Math.min(short.last + shortMs, long.last + longMs) as TimeMs
    if (from >= to) continue
    const columns = await archive.columns({ instrumentId, kind, intervalMs: longMs }, from, to)
    const parts = await archive.columns({ instrumentId, kind, intervalMs: shortMs }, from, to)
    const comparison = compareIntervals(parts, shortMs, columns, longMs)
    if (comparison.compared > 0) comparisons.push({ instrumentId, kind, shortMs, longMs, priceDecimals: columns.priceDecimals, quantityDecimals: columns.quantityDecimals, ...comparison })
  }
  return comparisons
}

function pairsOf(spans: readonly SeriesSpan[]): readonly (readonly [SeriesSpan, SeriesSpan])[] {
  const candles = spans.filter(({ kind }) => kind === 'trade' || kind === 'mark')
  return candles.flatMap((short) => candles
    .filter((long) => long.instrumentId === short.instrumentId && long.kind === short.kind && long.intervalMs > short.intervalMs && long.intervalMs % short.intervalMs === 0)
    .map((long) => [short, long] as const))
}
