import type { CandleKind } from '../../../src-shared/domain/candle-columns.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/domain/units.ts'

export const INTERVALS: Readonly<Record<string, number>> = {
  '1m': MINUTE_MS, '5m': 5 * MINUTE_MS, '15m': 15 * MINUTE_MS, '1h': HOUR_MS, '4h': 4 * HOUR_MS, '8h': 8 * HOUR_MS, '1d': DAY_MS,
}

/** What a file of market data holds, as far as its name tells. */
export type FileContent =
  | { readonly holds: 'rows'; readonly instrumentId: string | null; readonly intervalMs: number | null; readonly candles: CandleKind }
  | { readonly holds: 'leverage-tiers' }

const NAMES: readonly (readonly [RegExp, (match: readonly string[]) => FileContent])[] = [
  [/^leverage-tiers\.json(?:\.gz)?$/, () => ({ holds: 'leverage-tiers' })],
  [/^panel-(\w+)\.csv(?:\.gz)?$/, ([, interval = '']) => rows(null, interval)],
  [/^funding-panel\.csv(?:\.gz)?$/, () => rows(null, null)],
  [/^open-interest-(\w+)-panel\.csv(?:\.gz)?$/, ([, interval = '']) => rows(null, interval)],
  [/^([A-Za-z0-9]+)-funding\.csv(?:\.gz)?$/, ([, instrumentId = '']) => rows(instrumentId, null)],
  [/^([A-Za-z0-9]+)-mark-(\w+)\.csv(?:\.gz)?$/, ([, instrumentId = '', interval = '']) => rows(instrumentId, interval, 'mark')],
  [/^([A-Za-z0-9]+)-(\w+)\.csv(?:\.gz)?$/, ([, instrumentId = '', interval = '']) => rows(instrumentId, interval)],
]

/** As 'BTCUSDT-5m.csv.gz', 'ETHUSDT-mark-8h.csv', 'panel-1d.csv.gz' or 'leverage-tiers.json.gz'. Undefined for a name that tells nothing. */
export function contentOf(name: string): FileContent | undefined {
  for (const [pattern, content] of NAMES) {
    const match = pattern.exec(name)
    const found = match && content(match)
    if (found) return found.holds === 'rows' && Number.isNaN(found.intervalMs) ? undefined : found
  }
  return undefined
}

/** NaN for an interval that there is not. */
const rows = (instrumentId: string | null, interval: string | null, candles: CandleKind = 'trade'): FileContent => ({
  holds: 'rows', instrumentId, intervalMs: interval === null ? null : Object.hasOwn(INTERVALS, interval) ? INTERVALS[interval]! : Number.NaN, candles,
})
