import type { Birth } from '../supervision/engine-handle.ts'
import { EXIT, text, type Terminal, type Values } from './command.ts'
import { demoBeginning, demoCommand, portOption } from './demo-command.ts'
import { runCommand } from './main.ts'
import { paperBeginning, paperHostOptions } from './paper-host.ts'
import { replayBeginning, replayHostOptions } from './replay-host.ts'
import { runHost } from './run-host.ts'

const HELP = `npm start -- [options]
  --headless            no window of its own: the page in a browser
  --mode MODE           demo: an invented market; replay: archived candles; paper: live prices, invented money.
                        Without it the page asks, or goes on with what it had open last
  --speed N             times real time (demo 1 to 1000, default 60; replay also max; paper with --venue local)
  --port N              of the page on 127.0.0.1; 0 takes any free one (default 0)
  --no-open             do not open the browser

Demo: --seed N, --edge trend|none, --strategy NAMES, --day utc|kst. Replay: --instrument IDS, --strategy NAMES, --from, --to, --policy, --account.
Paper: --venue production (default), demo, local (starts a Binance of its own) or local:PORT; --instruments IDS, --strategy NAMES, --day;
--record-gb N keeps at most so much of the raw messages (default 20; 0 keeps none).
--clock server takes the time from the messages of a venue on this computer that runs faster than ours. There is no way to send an order out.

  npm start -- --headless --mode demo --speed 600 --no-open
  npm start -- --mode replay --instrument BTCUSDT --speed 1000
  npm start -- --headless --mode paper --instruments BTCUSDT,ETHUSDT
  npm start -- --headless --mode paper --venue local --speed 60`

/** What `npm start` runs. Gives the exit code. */
export function headless(args: readonly string[], terminal: Terminal): Promise<number> {
  const command = {
    ...demoCommand, name: 'start', summary: 'the workstation behind a page on 127.0.0.1', help: HELP,
    options: { ...demoCommand.options, ...replayHostOptions, ...paperHostOptions, headless: { type: 'boolean' }, mode: { type: 'string' }, open: { type: 'boolean' } } as const,
    run: start,
  }
  return runCommand(command, args, terminal)
}

async function start(values: Values, _positionals: readonly string[], terminal: Terminal): Promise<number> {
  const mode = text(values, 'mode')
  if (mode !== undefined && mode !== 'demo' && mode !== 'replay' && mode !== 'paper') return refuseMode(mode, terminal)
  return runHost({ beginning: beginningOf(mode, values), port: portOption(values), browse: values['open'] !== false }, terminal)
}

/** What belongs to a demo asks for one. */
const DEMO_OPTIONS = ['speed', 'seed', 'edge', 'day']

function beginningOf(mode: 'demo' | 'replay' | 'paper' | undefined, values: Values): Birth['beginning'] {
  if (mode === 'replay') return replayBeginning(values)
  if (mode === 'paper') return paperBeginning(values)
  return mode === 'demo' || DEMO_OPTIONS.some((name) => values[name] !== undefined) ? demoBeginning(values) : 'last'
}

function refuseMode(mode: string, { error }: Terminal): number {
  if (mode === 'live') error('There is no live mode: this version has no way to send an order to a real venue.')
  else error(`--mode takes demo, replay or paper, not "${mode}"`)
  return EXIT.usage
}
