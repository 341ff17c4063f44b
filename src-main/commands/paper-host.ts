import type { ParseArgsOptionsConfig } from 'node:util'
import type { BinanceChoice } from '../../src-shared/contract/binance-choice.ts'
import { configure } from '../modes/configuration.ts'
import type { Beginning } from '../supervision/beginning.ts'
import { text, UsageError, wholeNumber, type Values } from './command.ts'
import { strategyOption } from './replay-command.ts'

export const paperHostOptions: ParseArgsOptionsConfig = { venue: { type: 'string' }, instruments: { type: 'string' }, clock: { type: 'string' }, 'record-gb': { type: 'string' } }

/** Live prices behind the page, traded with invented money. What was asked for on the command line trades by itself when its account is new. */
export function paperBeginning(values: Values): Beginning {
  const venue = venueOption(values)
  const strategyId = strategyOption(values)
  const instruments = text(values, 'instruments')?.split(',') ?? configure(strategyId === undefined ? {} : { strategyId: strategyId.split(',')[0]! }).instruments
  if (instruments.some((name, index, all) => name === '' || all.indexOf(name) !== index)) throw new UsageError('--instruments takes names with commas between them, each once')
  return {
    opening: { mode: 'paper', venue, instruments, ...paceOf(values, venue), ...recordOf(values), ...(strategyId === undefined ? {} : { strategyId }) }, trading: true,
    ...(text(values, 'day') === 'kst' ? { dayBoundary: 'kst' as const } : {}),
  }
}

function venueOption(values: Values): BinanceChoice {
  const name = text(values, 'venue') ?? 'production'
  if (name === 'production' || name === 'demo') return { name }
  if (name === 'local') return { name, port: null }
  const port = Number(/^local:(\d{1,5})$/.exec(name)?.[1] ?? 0)
  if (port < 1 || port > 65_535) throw new UsageError(`--venue takes production, demo, local or local:PORT, not "${name}"`)
  return { name: 'local', port }
}

/** Only a venue on this computer may have another time than ours. */
function paceOf(values: Values, venue: BinanceChoice): { readonly speed?: number; readonly clock?: 'server' } {
  const clock = text(values, 'clock')
  const isOwn = venue.name === 'local' && venue.port === null
  if (clock !== undefined && (clock !== 'server' || venue.name !== 'local')) throw new UsageError('--clock takes server, and only for a venue on this computer')
  if (text(values, 'speed') !== undefined && !isOwn) throw new UsageError('--speed belongs to --venue local: other markets have their own')
  return { ...(isOwn ? { speed: wholeNumber(values, 'speed', { least: 1, most: 1_000, otherwise: 1 }) } : {}), ...(clock === 'server' ? { clock } : {}) }
}

/** Unless told, the program's own limit. */
function recordOf(values: Values): { readonly recordGb?: number } {
  return text(values, 'record-gb') === undefined ? {} : { recordGb: wholeNumber(values, 'record-gb', { least: 0, most: 100_000, otherwise: 0 }) }
}
