import type { ParameterOption } from '../../src-shared/contract/backtest-report.ts'
import { powerOfTen } from '../../src-shared/domain/decimal.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { MONEY_DECIMALS } from '../../src-shared/domain/units.ts'
import { FEE_TIER_MAX } from '../venue/recorded/fee-tiers.ts'

/** A number that may differ from the strategy's for a back-test, as data. */
interface Parameter extends Omit<ParameterOption, 'value'> {
  /** Of what is no setting of a strategy, or has none. */
  readonly otherwise?: number
}

/** What the models were fitted on cannot change under them; a policy that asks no model has any barriers. */
const BARRIERS = ['random-entry'] as const

/** Of 'random-entry' where nobody says: one close in forty. */
export const ENTRY_CHANCE = 0.025

/** As good as no limit. */
const ADVERSE_ATR_MOST = 100

const PARAMETERS: readonly Parameter[] = [
  { name: 'policy.margin', least: 0, most: 0.5, unit: 'fraction' },
  { name: 'policy.expectedValueMin', least: 0, most: 0.05, unit: 'fraction' },
  { name: 'policy.winFloor', least: 0, most: 0.99, unit: 'fraction', otherwise: 0 },
  { name: 'policy.adverseAtrMax', least: 0.1, most: ADVERSE_ATR_MOST, unit: 'multiple', otherwise: ADVERSE_ATR_MOST },
  { name: 'policy.riskPerTrade', least: 0.0001, most: 0.05, unit: 'fraction' },
  { name: 'policy.riskPerGroup', least: 0.0001, most: 0.2, unit: 'fraction' },
  { name: 'policy.kellyFraction', least: 0.01, most: 1, unit: 'fraction' },
  { name: 'policy.notionalCap', least: 10, most: 1_000, unit: 'money' },
  { name: 'policy.equityShareCap', least: 0.001, most: 1, unit: 'fraction' },
  { name: 'policy.entryChance', least: 0, most: 1, unit: 'fraction', only: ['random-entry'], otherwise: ENTRY_CHANCE },
  { name: 'labelSpec.takeProfitAtr', least: 0.25, most: 20, unit: 'multiple', only: BARRIERS },
  { name: 'labelSpec.stopAtr', least: 0.25, most: 20, unit: 'multiple', only: BARRIERS },
  { name: 'labelSpec.horizon', least: 1, most: 720, unit: 'candles', isWhole: true, only: BARRIERS },
  { name: 'risk.dailyLossMax', least: 0.001, most: 1, unit: 'fraction' },
  { name: 'risk.drawdownMax', least: 0.005, most: 1, unit: 'fraction' },
  { name: 'leverage', least: 1, most: 20, unit: 'leverage', isWhole: true },
  { name: 'venue.feeTier', least: 0, most: FEE_TIER_MAX, unit: 'multiple', isWhole: true, otherwise: 0 },
  { name: 'venue.slippageMultiple', least: 0, most: 10, unit: 'multiple', otherwise: 1 },
]

export const parameterOptions = (config: StrategyConfig): readonly ParameterOption[] => PARAMETERS.map(({ otherwise, ...option }) => ({ ...option, value: valueOf(config, option.name) ?? otherwise ?? 0 }))

/** Names of the changes that are any: the strategy, and what its trades cost, as it is have another value. */
export function otherThan(config: StrategyConfig, changes: Readonly<Record<string, number>>): readonly string[] {
  const own = new Map(parameterOptions(config).map(({ name, value }) => [name, value]))
  return Object.keys(changes).filter((name) => changes[name] !== own.get(name))
}

/** The strategy with one number changed. Throws a RangeError that names the parameter and what it takes. */
export function withParameter(config: StrategyConfig, name: string, value: number): StrategyConfig {
  const parameter = parameterNamed(name)
  checkRange(parameter, value)
  checkPolicy(parameter, config, value)
  return changed(config, parameter, value)
}

/** The same where models are fitted anew, so that barriers may differ too. */
export function withFittedParameter(config: StrategyConfig, name: string, value: number): StrategyConfig {
  const parameter = parameterNamed(name)
  checkRange(parameter, value)
  return changed(config, parameter, value)
}

function parameterNamed(name: string): Parameter {
  const parameter = PARAMETERS.find((known) => known.name === name)
  if (!parameter) throw new RangeError(`${name} is no parameter; there are ${PARAMETERS.map((known) => known.name).join(', ')}`)
  return parameter
}

function checkRange({ name, least, most, isWhole }: Parameter, value: number): void {
  if (!(value >= least && value <= most) || (isWhole && !Number.isInteger(value))) throw new RangeError(`${name} takes ${isWhole ? 'a whole number ' : ''}from ${least} to ${most}, not ${value}`)
}

function checkPolicy({ name, least, most, only }: Parameter, config: StrategyConfig, value: number): void {
  const { policyId } = config.policy
  if (!only || only.includes(policyId) || value === valueOf(config, name)) return
  if (name.startsWith('labelSpec.')) throw new RangeError(`${name} stays ${valueOf(config, name)} with the policy ${policyId}: the models ${config.models.long} and ${config.models.short} were fitted for these barriers. The policy ${only.join(', ')} asks no model and takes from ${least} to ${most}`)
  throw new RangeError(`${name} belongs to the policy ${only.join(', ')}, not to ${policyId}`)
}

type Section = 'policy' | 'labelSpec' | 'risk'

/** What is the venue's leaves the strategy as it is. */
function changed(config: StrategyConfig, { name, unit }: Parameter, value: number): StrategyConfig {
  const [section = '', field] = name.split('.')
  if (section === 'venue') return config
  if (field === undefined) return { ...config, [section]: value }
  const scaled = unit === 'money' ? Math.round(value * powerOfTen(MONEY_DECIMALS)) : value
  return { ...config, [section]: { ...config[section as Section], [field]: scaled } }
}

function valueOf(config: StrategyConfig, name: string): number | undefined {
  const [section = '', field] = name.split('.')
  if (section === 'venue') return undefined
  if (field === undefined) return config[section as 'leverage']
  const value = (config[section as Section] as unknown as Readonly<Record<string, number | undefined>>)[field]
  return value !== undefined && PARAMETERS.find((known) => known.name === name)?.unit === 'money' ? value / powerOfTen(MONEY_DECIMALS) : value
}
