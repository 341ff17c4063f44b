import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { DEMO_SEED } from '../modes/paper-account.ts'
import type { Launcher } from '../supervision/launcher.port.ts'

/** A Binance of invented prices that belongs to one account. */
export interface OwnBinance {
  readonly port: number
  stop(): void
}

interface OwnBinanceWanted {
  readonly launcher: Launcher
  /** Of the account, which remembers when its prices began. */
  readonly folder: string
  /** Times real time. */
  readonly speed: number
  /** When its time goes on: where it stopped, for an account that has traded there. */
  readonly startTime: TimeMs
}

const FILE = 'own-binance.json'
const HISTORY_DAYS = 35

/** Starts it in a process of its own. Rejects when it ends before it serves. */
export function startOwnBinance({ launcher, folder, speed, startTime }: OwnBinanceWanted): Promise<OwnBinance> {
  const process = launcher.launch('lab', [JSON.stringify({ port: 0, seed: DEMO_SEED, speed, startTime, begins: beginning(folder, startTime), isUnlimited: true })])
  return new Promise((resolve, reject) => {
    process.onMessage((message) => {
      if (isServing(message)) resolve({ port: message.port, stop: () => process.end() })
    })
    process.onEnded((how) => reject(new Error(`the local Binance did not start: ${how}`)))
  })
}

const isServing = (message: unknown): message is { readonly port: number } => typeof message === 'object' && message !== null && 'port' in message && typeof message.port === 'number'

/** Prices that began at another time are other prices: what is held would be worth something else. */
function beginning(folder: string, startTime: TimeMs): TimeMs {
  const path = join(folder, FILE)
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { readonly begins: TimeMs }).begins
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw new Error(`${path} cannot be read. Move the account's folder away to begin anew.`, { cause: error })
  }
  const begins = (Math.floor(startTime / DAY_MS) * DAY_MS - HISTORY_DAYS * DAY_MS) as TimeMs
  writeFileSync(`${path}.new`, JSON.stringify({ begins }), { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return begins
}
