import type { TimeMs } from '../../src-shared/domain/units.ts'
import { DEMO_SEED } from '../modes/paper-account.ts'
import type { Launcher } from '../supervision/launcher.port.ts'

/** A Binance of invented prices that belongs to one mode. */
export interface OwnBinance {
  readonly port: number
  stop(): void
}

interface OwnBinanceWanted {
  readonly launcher: Launcher
  /** Times real time. */
  readonly speed: number
  /** When its time begins: where it stopped, for an account that has traded there. */
  readonly startTime: TimeMs
}

const HISTORY_DAYS = 35

/** Starts it in a process of its own. Rejects when it ends before it serves. */
export function startOwnBinance({ launcher, speed, startTime }: OwnBinanceWanted): Promise<OwnBinance> {
  const process = launcher.launch('lab', [JSON.stringify({ port: 0, seed: DEMO_SEED, speed, startTime, historyDays: HISTORY_DAYS, isUnlimited: true })])
  return new Promise((resolve, reject) => {
    process.onMessage((message) => {
      if (isServing(message)) resolve({ port: message.port, stop: () => process.end() })
    })
    process.onEnded((how) => reject(new Error(`the local Binance did not start: ${how}`)))
  })
}

const isServing = (message: unknown): message is { readonly port: number } => typeof message === 'object' && message !== null && 'port' in message && typeof message.port === 'number'
