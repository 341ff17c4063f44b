import type { Candle } from '../../src-shared/domain/candle.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { candleAt, instrumentOf, versionOf } from './storage-samples.ts'

/** Two instruments whose decimals differ; those of the first change on the way. */
export const DEED_INSTRUMENTS = [instrumentOf('BTCUSDT', [versionOf(0, 2, 3), versionOf(500 * 300_000, 4, 3)]), instrumentOf('SUIUSDT', [versionOf(0, 4, 1)])]

/** A year of five minutes. */
const YEAR = 105_120

export interface Deed {
  readonly candles: readonly Candle[]
  readonly packs: boolean
}

/** The n-th thing that is done to an archive: new candles, with a year missing now and then, corrections of old ones, or packing. The same in every process. */
export function deedAt(n: number): Deed {
  const random = new SeededRandom(1_000 + n)
  const instrumentId = n % 3 === 0 ? 'SUIUSDT' : 'BTCUSDT'
  if (n % 7 === 6) return { candles: [], packs: true }
  const from = n * 150 + (n > 40 ? YEAR : 0)
  const isCorrection = n % 5 === 4
  const start = isCorrection ? Math.max(0, from - 150 * random.below(6) - random.below(300)) : from
  const length = isCorrection ? 1 + random.below(400) : 100 + random.below(500)
  return { candles: Array.from({ length }, (_, i) => candleAt(start + i, 1_000 + random.below(isCorrection ? 50 : 3), instrumentId)), packs: false }
}

export async function doDeed(archive: SqliteMarketArchive, n: number): Promise<void> {
  const { candles, packs } = deedAt(n)
  if (packs) await archive.pack()
  else await archive.putCandles(candles)
}
