import { join } from 'node:path'
import type { LearnSpan } from '../../src-shared/contract/learning-views.ts'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import { BarJoiner } from '../../src-main/market-data/join-bars.ts'
import { configForLearning } from '../../src-main/modes/learning/learning-config.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import type { Opening } from '../../src-main/storage/database-kind.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'

export const PROOF_ACCOUNT = 'sim:proof:1'
const START = (20_000 * DAY_MS) as TimeMs
const CANDLE_MS = 5 * MINUTE_MS
/** A minute: what lies between two prices makes no difference to a candle of five, and it is twelve times as fast as the demo's. */
const STEP_MS = MINUTE_MS
const INSTRUMENTS = 3

/** A kind of invented market, of which there is one for each seed. */
export interface ProofMarket {
  /** Of a trend's drift, in deviations of an hour's return, an hour. 0: nothing is there to be found. */
  readonly edgeStrength: number
  readonly candleMs: number
  readonly candles: number
}

/** 20,000 five-minute candles of nothing. */
export const NOTHING: ProofMarket = { edgeStrength: 0, candleMs: CANDLE_MS, candles: 20_000 }
/** Two years, decided every hour. */
export const hourly = (edgeStrength: number, days = 730): ProofMarket => ({ edgeStrength, candleMs: HOUR_MS, candles: days * 24 })

export interface ProofArchive {
  readonly archive: SqliteMarketArchive
  readonly opening: Opening
  readonly wish: LearnSpan
  readonly configOf: (wish: LearnSpan) => StrategyConfig
}

/** The market of a seed in an archive of its own below `home`. */
export async function proofArchive(home: string, market: ProofMarket, seed: number): Promise<ProofArchive> {
  const opening: Opening = { folder: openAccountFolder(join(home, `seed-${seed}`), PROOF_ACCOUNT), accountId: PROOF_ACCOUNT, program: 'bench' }
  const { edgeStrength, candleMs, candles } = market
  const seeded = new SeededMarket({ seed, startTime: START, instruments: INSTRUMENTS, stepMs: STEP_MS, ...(edgeStrength === 0 ? { edge: 'none' as const } : { edgeStrength }) })
  const history = seeded.history((START + candles * candleMs) as TimeMs)
  const archive = new SqliteMarketArchive(opening)
  await archive.putInstruments(seeded.instruments)
  await archive.putCandles(candleMs === CANDLE_MS ? history.candles : joined(history.candles, candleMs))
  await archive.putFunding(history.funding)
  const instruments = seeded.instruments.map(({ instrumentId }) => instrumentId)
  return { archive, opening, wish: { strategyId: 'perp-ev', instruments, from: null, to: null, changes: {} }, configOf: (wish) => ({ ...configForLearning(wish), decisionIntervalMs: candleMs }) }
}

function joined(candles: readonly Candle[], intervalMs: number): readonly Candle[] {
  return [...Map.groupBy(candles, ({ instrumentId }) => instrumentId)].flatMap(([instrumentId, parts]) => {
    const joiner = new BarJoiner(CANDLE_MS, intervalMs)
    return parts.flatMap((part): Candle[] => {
      const bar = joiner.take(part)
      if (!bar?.isWhole) return []
      const { openTime, open, high, low, close, volume } = bar
      return [{
        instrumentId, intervalMs, openTime: openTime as TimeMs, closeTime: (openTime + intervalMs) as TimeMs,
        open: open as Price, high: high as Price, low: low as Price, close: close as Price, volume: volume as Quantity,
      }]
    })
  })
}
