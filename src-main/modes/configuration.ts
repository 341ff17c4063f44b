import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { dataHash } from '../base/text-hash.ts'
import type { EngineSettings } from '../engine/state.ts'
import { featureSetHash } from '../features/catalogue.ts'
import { perpEv } from '../strategies/perp-ev/strategy.ts'

/** What may differ from the shipped strategy without being another strategy. */
export interface Overrides {
  readonly instruments?: readonly string[]
  readonly policyId?: StrategyConfig['policy']['policyId']
  readonly seed?: number
}

/** The shipped strategy with a person's settings; everything that a decision depends on is in its hash. */
export function configure({ instruments, policyId, seed }: Overrides = {}): StrategyConfig {
  const policy = { ...perpEv.policy, ...(policyId ? { policyId } : {}), ...(seed === undefined ? {} : { seed }) }
  return { ...perpEv, policy, ...(instruments ? { instruments } : {}) }
}

export function engineSettings(config: StrategyConfig, account: Pick<EngineSettings, 'accountId' | 'venue' | 'asset' | 'venueCanBeSilent'>): EngineSettings {
  return { ...account, config, configHash: dataHash(config), labelSpecHash: dataHash(config.labelSpec), featureSetHash: featureSetHash(config.featureSet) }
}
