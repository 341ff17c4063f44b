import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'
import { ASSET, VENUE } from '../../src-main/modes/paper-account.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'

/** Averages begin from 4,000 candles before midnight, barriers need a day, the daily range fifteen days. */
const WARM_UP_DAYS = 17
/** 2024-01-01: a fixed past, so that every run measures the same market. */
const START = 1_704_067_200_000 as TimeMs
export const SEED = 7

export interface WarmEngine {
  readonly engine: Engine
  readonly market: SeededMarket
  readonly config: StrategyConfig
}

/** An engine that knows the past of a seeded market of so many instruments, and the market, ready to go on. */
export function warmEngine(instruments: number, accountId: string, change: (config: StrategyConfig) => StrategyConfig = (config) => config): WarmEngine {
  const market = new SeededMarket({ seed: SEED, startTime: START, instruments })
  const config = change(configure({ instruments: market.instruments.map(({ instrumentId }) => instrumentId) }))
  const engine = new Engine(engineSettings(config, { accountId, venue: VENUE, asset: ASSET, venueCanBeSilent: true }))
  const { candles, funding } = market.history((START + WARM_UP_DAYS * DAY_MS) as TimeMs)
  recover(engine, { instruments: market.instruments, changes: [], candles, asOf: market.time })
  for (const rate of funding) engine.apply({ kind: 'funding-accepted', time: rate.fundingTime, funding: rate })
  return { engine, market, config }
}
