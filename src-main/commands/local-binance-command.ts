import { parseFaults, type FaultOptions } from '../lab/binance/faults.ts'
import { startLocalBinance, type LocalBinance, type LocalBinanceOptions } from '../lab/binance/local-binance.ts'
import { DEMO_SEED } from '../modes/paper-account.ts'
import { EXIT, text, timeOption, UsageError, wholeNumber, type Command, type Terminal, type Values } from './command.ts'
import { portOption } from './demo-command.ts'

export const localBinanceCommand: Command = {
  name: 'local-binance',
  summary: 'plays Binance on 127.0.0.1: prices, account and every fault it can have',
  help: `haetae local-binance [options]
  --port N              0 takes any free one (default 0)
  --seed N              which market (default ${DEMO_SEED})
  --instruments N       how many perpetuals, 1 to 200 (default 5)
  --edge trend|none     whether the market has something to find (docs/demo-market.md)
  --days N              of history at least, 1 to 800 (default 400)
  --speed N             times real time, 1 to 3600 (default 1)
  --start TIME          its clock at the beginning: 2026-05-01T12:00:00Z (default: now)
  --profile NAME        production or demo: limits, rules, and whether un-routed sockets serve all
  --unlimited           nobody is refused for asking too much
  --faults LIST         on from the start, as latency:ms=500:chance=0.1,duplicate (docs/local-binance.md)
  --json                where it is as one JSON object

It serves until it is stopped. While it runs: GET /lab/status, POST /lab/faults {"name":"drop-depth","count":1}.

  haetae local-binance --port 8991 --speed 60
  haetae local-binance --faults silent:stream=markPrice`,
  options: {
    port: { type: 'string' }, seed: { type: 'string' }, instruments: { type: 'string' }, edge: { type: 'string' }, days: { type: 'string' }, speed: { type: 'string' }, start: { type: 'string' },
    profile: { type: 'string' }, unlimited: { type: 'boolean' }, faults: { type: 'string' }, json: { type: 'boolean' },
  },
  positionals: [],
  run: runLocalBinance,
}

async function runLocalBinance(values: Values, _positionals: readonly string[], terminal: Terminal): Promise<number> {
  const lab = await startLocalBinance(optionsOf(values, terminal))
  tell(lab, values, terminal)
  await terminal.stopAsked
  await lab.close()
  return EXIT.done
}

function optionsOf(values: Values, terminal: Terminal): LocalBinanceOptions {
  const edge = oneOf(values, 'edge', ['trend', 'none'])
  const profile = oneOf(values, 'profile', ['production', 'demo'])
  return {
    port: portOption(values), edge, profile,
    seed: wholeNumber(values, 'seed', { least: 0, most: 999_999, otherwise: DEMO_SEED }),
    instruments: wholeNumber(values, 'instruments', { least: 1, most: 200, otherwise: 5 }),
    historyDays: wholeNumber(values, 'days', { least: 1, most: 800, otherwise: 400 }),
    speed: wholeNumber(values, 'speed', { least: 1, most: 3_600, otherwise: 1 }),
    startTime: timeOption(values, 'start', terminal.clock.now()) as NonNullable<LocalBinanceOptions['startTime']>,
    isUnlimited: values['unlimited'] === true,
    faults: faultsOf(values),
  }
}

function oneOf<Name extends string>(values: Values, name: string, names: readonly [Name, ...Name[]]): Name {
  const value = text(values, name) ?? names[0]
  const found = names.find((candidate) => candidate === value)
  if (found === undefined) throw new UsageError(`--${name} takes ${names.join(' or ')}, not "${value}"`)
  return found
}

function faultsOf(values: Values): readonly (readonly [string, FaultOptions])[] {
  try {
    return parseFaults(text(values, 'faults') ?? '')
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message, { cause: error }) : error
  }
}

function tell({ port, restUrl, streamUrl, market }: LocalBinance, values: Values, terminal: Terminal): void {
  if (values['json'] === true) terminal.out(JSON.stringify({ port, restUrl, streamUrl, symbols: market.symbols }))
  else terminal.out(`Binance, played on this computer: ${restUrl} and ${streamUrl} with ${market.symbols.join(', ')}. Ctrl-C ends it.`)
}
