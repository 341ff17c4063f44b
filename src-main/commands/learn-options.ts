import type { ParseArgsOptionsConfig } from 'node:util'
import type { LearnSpan } from '../../src-shared/contract/learning-views.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { needed, text, UsageError, type Values } from './command.ts'
import { changesOption, timeOrNull } from './wish-options.ts'

/** What all work on archived candles is asked with. */
export const LEARN_OPTIONS: ParseArgsOptionsConfig = {
  instrument: { type: 'string' }, strategy: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, set: { type: 'string', multiple: true }, account: { type: 'string' }, json: { type: 'boolean' },
}

export const LEARN_HELP: string = `  --instrument IDS      one or more of the archive, as BTCUSDT,ETHUSDT
  --from, --to TIME     2023-05-01 or 2023-05-01T12:00:00Z (UTC); default: all there is
  --strategy NAME       whose features, barriers and policy; default ${STRATEGIES[0].strategyId}
  --set NAME=VALUE      a number of the strategy that differs, as labelSpec.takeProfitAtr=3; as often as wanted
  --account ID          default sim:replay:1
`

/** Throws UsageError for what cannot be meant. */
export function spanOption(values: Values): LearnSpan {
  return { strategyId: text(values, 'strategy') ?? STRATEGIES[0].strategyId, instruments: needed(values, 'instrument').split(','), from: timeOrNull(values, 'from'), to: timeOrNull(values, 'to'), changes: changesOption(values) }
}

const UNITS_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 1_440 * MINUTE_MS }

/** '5m,1h,1d' in milliseconds. */
export const intervalsOption = (values: Values, name: string, otherwise: string): readonly number[] => listOf(values, name, otherwise).map((one) => {
  const [, count, unit = ''] = /^(\d{1,4})([mhd])$/.exec(one) ?? []
  if (!(Number(count) > 0)) throw new UsageError(`--${name} takes lengths of candles such as 5m,1h,1d, not "${one}"`)
  return Number(count) * UNITS_MS[unit]!
})

/** '24,48', numbers above 0; `isWhole` where no fraction can be meant. */
export const numbersOption = (values: Values, name: string, otherwise: string, isWhole: boolean): readonly number[] => listOf(values, name, otherwise).map((one) => {
  const number = one.trim() === '' ? Number.NaN : Number(one)
  if (!(number > 0) || !Number.isFinite(number) || (isWhole && !Number.isInteger(number))) throw new UsageError(`--${name} takes ${isWhole ? 'whole ' : ''}numbers above 0, as ${otherwise || '0.0014,0.004'}, not "${one}"`)
  return number
})

/** Deviations of a candle's return; null where none is said. */
export function cusumOption(values: Values): number | null {
  const [one = null, ...others] = numbersOption(values, 'cusum', '', false)
  if (others.length > 0) throw new UsageError('--cusum takes one number, as 5')
  return one
}

/** Nothing where nothing is meant by default. */
function listOf(values: Values, name: string, otherwise: string): readonly string[] {
  const given = text(values, name) ?? otherwise
  return given === '' ? [] : given.split(',')
}
