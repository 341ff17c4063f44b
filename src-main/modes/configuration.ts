import type { DayBoundary } from '../../src-shared/domain/day.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { dataHash } from '../base/text-hash.ts'
import type { EngineSettings } from '../engine/state.ts'
import type { StrategySettings } from '../engine/strategy-state.ts'
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

/** Several that share an account, in the order in which they decide; their names are separated by commas. Throws RangeError for one that is not there. */
export function configureAll(overrides: Overrides = {}): readonly [StrategyConfig, ...StrategyConfig[]] {
  const [first, ...others] = (overrides.strategyId ?? STRATEGIES[0].strategyId).split(',')
  return [configure({ ...overrides, strategyId: first! }), ...others.map((strategyId) => configure({ ...overrides, strategyId }))]
}

type Account = Pick<EngineSettings, 'accountId' | 'venue' | 'asset' | 'venueCanBeSilent'>

/**
 * An account with the strategies that trade on it, in the order in which they decide. Throws RangeError where they cannot share one:
 * each needs an id and an order tag of its own, and they have to agree on the account's limits and on when there is a decision.
 */
export function engineSettings(config: StrategyConfig, account: Account, others: readonly StrategyConfig[] = []): EngineSettings {
  for (const [index, other] of others.entries()) for (const earlier of [config, ...others.slice(0, index)]) refuseUnlike(earlier, other)
  const { risk, leverage, dayBoundary = 'utc' } = config
  const configHash = dataHash(others.length === 0 ? config : [config, ...others])
  return { ...account, risk, leverage, dayBoundary, configHash, strategies: [strategySettings(config), ...others.map(strategySettings)] }
}

export const strategySettings = (config: StrategyConfig): StrategySettings =>
  ({ config, configHash: dataHash(config), labelSpecHash: dataHash(config.labelSpec), featureSetHash: featureSetHash(config.featureSet) })

function refuseUnlike(one: StrategyConfig, other: StrategyConfig): void {
  const pair = `${one.strategyId} and ${other.strategyId}`
  if (one.strategyId === other.strategyId) throw new RangeError(`the strategy ${one.strategyId} is named twice`)
  if (one.orderTag === other.orderTag) throw new RangeError(`${pair} have the same order tag ${one.orderTag}: their orders could not be told apart`)
  const limits = (config: StrategyConfig): string => dataHash([config.risk, config.leverage, config.dayBoundary ?? 'utc'])
  if (limits(one) !== limits(other)) throw new RangeError(`${pair} do not agree on the account's limits, leverage or day: they cannot trade on one account`)
  if (one.decisionIntervalMs !== other.decisionIntervalMs) throw new RangeError(`${pair} decide on candles of different length: they cannot trade on one account`)
}
