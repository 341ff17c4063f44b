import type { Decision } from '../../src-shared/domain/decision.ts'
import type { FeatureVector } from '../../src-shared/domain/forecast.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { FeatureEngine } from '../features/feature-engine.ts'
import type { BarrierRange } from '../market-data/market-state.ts'
import { SlippageMeter } from './slippage-meter.ts'

/** A strategy as it was started, with the hashes that its decisions name. */
export interface StrategySettings {
  readonly config: StrategyConfig
  readonly configHash: string
  readonly labelSpecHash: string
  readonly featureSetHash: string
}

/** One feature set of the account: strategies that have the same one share it. */
export interface FeatureLane {
  readonly hash: string
  readonly engine: FeatureEngine
  /** The vectors that the newest candle has completed: its own, and those that waited for it. */
  completed: readonly FeatureVector[]
}

/** What one strategy has beside the account's books. */
export interface StrategyState extends StrategySettings {
  readonly lane: FeatureLane
  /** The place of its barriers' range among those of a market. */
  readonly range: number
  readonly slippage: SlippageMeter
  /** By instrument. */
  readonly lastDecisions: Map<string, Decision>
}

interface Strategies {
  readonly strategies: readonly StrategyState[]
  readonly lanes: readonly FeatureLane[]
  readonly barriers: readonly BarrierRange[]
}

export function strategiesOf(settings: readonly StrategySettings[], slippageWindow: number): Strategies {
  const lanes: FeatureLane[] = []
  const barriers: BarrierRange[] = []
  const strategies = settings.map((one): StrategyState => {
    const { config: { featureSet, labelSpec }, featureSetHash } = one
    let lane = lanes.find(({ hash }) => hash === featureSetHash)
    if (!lane) lanes.push((lane = { hash: featureSetHash, engine: new FeatureEngine(featureSet), completed: [] }))
    let range = barriers.findIndex(({ barrierIntervalMs, barrierAtrWindow }) => barrierIntervalMs === labelSpec.barrierIntervalMs && barrierAtrWindow === labelSpec.barrierAtrWindow)
    if (range < 0) range = barriers.push(labelSpec) - 1
    return { ...one, lane, range, slippage: new SlippageMeter(slippageWindow), lastDecisions: new Map() }
  })
  return { strategies, lanes, barriers }
}
