import type { ParseArgsOptionsConfig } from 'node:util'
import type { BacktestWish, SweepWish } from '../../src-shared/contract/backtest-report.ts'
import { refusalOfValues } from '../host/wish-checks.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { needed, text, texts, timeOption, UsageError, wholeNumber, type Values } from './command.ts'
import { toldText } from './told-text.ts'

/** What a back-test and a sweep are asked with. */
export const WISH_OPTIONS: ParseArgsOptionsConfig = {
  instrument: { type: 'string' }, strategy: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, policy: { type: 'string' }, seed: { type: 'string' },
  set: { type: 'string', multiple: true }, account: { type: 'string' }, json: { type: 'boolean' },
}

export const WISH_HELP: string = `  --instrument IDS      one or more of the archive, as BTCUSDT,ETHUSDT
  --from, --to TIME     2023-05-01 or 2023-05-01T12:00:00Z (UTC); default: all there is
  --strategy NAME       default ${STRATEGIES[0].strategyId}
  --policy NAME         expected-value (default); random-entry, which enters by chance with the strategy's own exits and size;
                        seeded-random, which exists for tests
  --seed N              of random-entry and seeded-random
  --set NAME=VALUE      a number of the strategy that differs, as policy.margin=0.01; as often as wanted
  --account ID          default sim:replay:1
`

const POLICIES = ['expected-value', 'random-entry', 'seeded-random'] as const

/** Throws UsageError for what cannot be meant. */
export function wishOption(values: Values, rivals: number): BacktestWish {
  const policy = text(values, 'policy') ?? POLICIES[0]
  const policyId = POLICIES.find((known) => known === policy)
  if (!policyId) throw new UsageError(`--policy takes ${POLICIES.join(', ')}, not "${policy}"`)
  const seed = wholeNumber(values, 'seed', { least: 0, most: 2 ** 31 - 1, otherwise: 0 })
  if (text(values, 'seed') !== undefined && policyId === 'expected-value') throw new UsageError('--seed belongs to --policy random-entry or seeded-random')
  return {
    strategyId: text(values, 'strategy') ?? STRATEGIES[0].strategyId, instruments: needed(values, 'instrument').split(','), from: timeOrNull(values, 'from'), to: timeOrNull(values, 'to'),
    policyId, seed, changes: changesOption(values), rivals,
  }
}

/** 'policy.margin=0.01' of each --set. */
export const changesOption = (values: Values): BacktestWish['changes'] => numberPairs(values, 'set')

/** NAME=NUMBER of each such option. */
export const numberPairs = (values: Values, option: string): Readonly<Record<string, number>> => Object.fromEntries(pairs(values, option).map(([name, given]) => [name, numberOf(option, name, given)]))

/** 'policy.margin=0,0.01' of each --vary, in their order. */
export function varyOption(values: Values): SweepWish['vary'] {
  return Object.fromEntries(pairs(values, 'vary').map(([name, given]) => [name, given.split(',').map((one) => numberOf('vary', name, one))]))
}

/** Throws UsageError for values that cannot be run, before anything is opened. */
export function checkedWish<Wish extends BacktestWish>(wish: Wish): Wish {
  const refused = refusing(() => refusalOfValues(wish))
  if (refused) throw new UsageError(toldText(refused))
  return wish
}

export function refusing<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message, { cause: error }) : error
  }
}

function pairs(values: Values, option: string): readonly (readonly [name: string, value: string])[] {
  const found = texts(values, option).map((given): [string, string] => {
    const at = given.indexOf('=')
    if (at < 1) throw new UsageError(`--${option} takes NAME=VALUE, as policy.margin=0.01, not "${given}"`)
    return [given.slice(0, at), given.slice(at + 1)]
  })
  const names = found.map(([name]) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new UsageError(`--${option} ${twice} is there twice`)
  return found
}

function numberOf(option: string, name: string, given: string): number {
  const number = given.trim() === '' ? Number.NaN : Number(given)
  if (!Number.isFinite(number)) throw new UsageError(`--${option} ${name} takes a number, not "${given}"`)
  return number
}

export const timeOrNull = (values: Values, name: string): number | null => (text(values, name) === undefined ? null : timeOption(values, name, 0))
