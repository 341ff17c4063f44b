import type { DayBoundary } from '../../src-shared/domain/day.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { dataHash } from '../base/text-hash.ts'
import type { EngineSettings } from '../engine/state.ts'
import { featureSetHash, instrumentsNeeded } from '../features/catalogue.ts'
import { STRATEGIES } from '../strategies/strategies.ts'

/** Which strategy, and what may differ from it without being another one. */
export interface Overrides {
  readonly strategyId?: string
  readonly instruments?: readonly string[]
  readonly policyId?: StrategyConfig['policy']['policyId']
  readonly seed?: number
  readonly dayBoundary?: DayBoundary
}

/** A strategy with a person's settings; everything that a decision depends on is in its hash. Throws RangeError for a strategy that is not there, or that would never decide. */
export function configure({ strategyId = STRATEGIES[0].strategyId, instruments, policyId, seed, dayBoundary }: Overrides = {}): StrategyConfig {
  const strategy = STRATEGIES.find((candidate) => candidate.strategyId === strategyId)
  if (!strategy) throw new RangeError(`there is no strategy ${strategyId}; there are ${STRATEGIES.map((known) => known.strategyId).join(', ')}`)
  const lacking = instruments ? instrumentsNeeded(strategy.featureSet).filter((needed) => !instruments.includes(needed)) : []
  if (lacking.length > 0) throw new RangeError(`${strategyId} needs ${lacking.join(', ')} among the instruments: its features look at it, and without it there is never a decision`)
  const policy = { ...strategy.policy, ...(policyId ? { policyId } : {}), ...(seed === undefined ? {} : { seed }) }
  return { ...strategy, policy, ...(instruments ? { instruments } : {}), ...(dayBoundary ? { dayBoundary } : {}) }
}

export function engineSettings(config: StrategyConfig, account: Pick<EngineSettings, 'accountId' | 'venue' | 'asset' | 'venueCanBeSilent'>): EngineSettings {
  const { risk, leverage, dayBoundary = 'utc' } = config
  return { ...account, risk, leverage, dayBoundary, config, configHash: dataHash(config), labelSpecHash: dataHash(config.labelSpec), featureSetHash: featureSetHash(config.featureSet) }
}
