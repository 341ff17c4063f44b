import { DEMO_SEED } from '../modes/paper-account.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import type { Beginning } from '../supervision/beginning.ts'
import { text, UsageError, wholeNumber, type Command, type Values } from './command.ts'
import { strategyOption } from './replay-command.ts'
import { runHost } from './run-host.ts'

export const demoCommand: Command = {
  name: 'demo',
  summary: 'trades an invented market with play money, behind a page on 127.0.0.1',
  help: `haetae demo [options]
  --speed N             times real time, 1 to 1000 (default 60)
  --seed N              which market (default ${DEMO_SEED}); each has an account of its own, sim:demo:N
  --edge trend|none     whether the market has something to find (docs/demo-market.md)
  --strategy NAMES      one or more that share the account; the first is asked first (default ${STRATEGIES[0].strategyId})
  --day utc|kst         whose midnight the account's day begins at: Greenwich's (default) or Korea's
  --port N              of the page; 0 takes any free one (default 0)

  haetae demo --speed 600
  haetae demo --seed 12 --edge none`,
  options: { speed: { type: 'string' }, seed: { type: 'string' }, edge: { type: 'string' }, strategy: { type: 'string' }, day: { type: 'string' }, port: { type: 'string' } },
  positionals: [],
  run: (values, _positionals, terminal) => runHost({ beginning: demoBeginning(values), port: portOption(values), browse: false }, terminal),
}

export const portOption = (values: Values): number => wholeNumber(values, 'port', { least: 0, most: 65_535, otherwise: 0 })

/** A demo that was asked for on the command line trades by itself when its account is new. */
export function demoBeginning(values: Values): Beginning {
  const speed = wholeNumber(values, 'speed', { least: 1, most: 1_000, otherwise: 60 })
  const seed = wholeNumber(values, 'seed', { least: 0, most: 999_999, otherwise: DEMO_SEED })
  const edge = text(values, 'edge') ?? 'trend'
  if (edge !== 'trend' && edge !== 'none') throw new UsageError(`--edge takes trend or none, not "${edge}"`)
  const strategyId = strategyOption(values)
  const dayBoundary = text(values, 'day') ?? 'utc'
  if (dayBoundary !== 'utc' && dayBoundary !== 'kst') throw new UsageError(`--day takes utc or kst, not "${dayBoundary}"`)
  return { opening: { mode: 'demo', seed, speed, edge }, trading: true, ...(strategyId === undefined ? {} : { strategyId }), ...(dayBoundary === 'utc' ? {} : { dayBoundary }) }
}
