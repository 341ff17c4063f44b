import type { AddressInfo } from 'node:net'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import { monotonicClock, systemClock } from '../../base/system-clock.ts'
import { systemTicker } from '../../base/system-ticker.ts'
import { createHttp } from './http-server.ts'
import { LabClock } from './lab-clock.ts'
import type { LabMarket } from './lab-types.ts'
import { Limits, WEIGHT_LIMIT } from './limits.ts'
import type { LabProfile } from './market/exchange-info.ts'
import { LiveMarket } from './market/live-market.ts'
import type { MinuteSource } from './market/minute-source.ts'
import { marketRoutes } from './market/routes.ts'
import { SeededMinutes } from './market/seeded-minutes.ts'
import { Pulse } from './pulse.ts'
import { refused } from './replies.ts'
import { SocketServer } from './socket-server.ts'
import { StreamHub } from './streams-hub.ts'
import { LabTrading, type LabTradingOptions } from './trading/lab-trading.ts'

export interface LocalBinanceOptions {
  /** 0, the default, takes any that is free. */
  readonly port?: number
  readonly seed?: number
  readonly instruments?: number
  /** Times real time; 0 stands still until `clock.advance` is called. 1 unless told. */
  readonly speed?: number
  readonly profile?: LabProfile
  /** The venue's time at the beginning; now unless told. */
  readonly startTime?: TimeMs
  /** There is history of at least so many days. 20 unless told. */
  readonly historyDays?: number
  readonly edge?: 'trend' | 'none'
  /** Other prices than those of the seed. */
  readonly source?: MinuteSource
  /** Nobody is refused for asking too much. */
  readonly isUnlimited?: boolean
  /** Who may trade, on what terms, and what goes wrong. */
  readonly trading?: Omit<LabTradingOptions, 'profile'>
}

export interface LocalBinance {
  readonly port: number
  readonly restUrl: string
  readonly streamUrl: string
  readonly clock: LabClock
  readonly market: LabMarket
  /** The account: its faults, and what others do on it. */
  readonly trading: LabTrading
  close(): Promise<void>
}

/** A Binance on this computer, on 127.0.0.1 only. Rejects when the port is taken. */
export async function startLocalBinance(options: LocalBinanceOptions = {}): Promise<LocalBinance> {
  const { port = 0, speed = 1, profile = 'production', startTime = systemClock.now() } = options
  const clock = new LabClock(startTime)
  const hub = new StreamHub()
  const source = options.source ?? seeded(options, startTime)
  const market = new LiveMarket(source, clock, hub)
  const trading = new LabTrading(market, clock, { profile, ...options.trading })
  const limits = new Limits(clock, WEIGHT_LIMIT[profile], options.isUnlimited ?? false)
  const pulse = new Pulse(clock, { speed, real: monotonicClock, ticker: systemTicker })
  const http = createHttp({
    routes: marketRoutes(market, profile), extension: trading, clock, limits,
    catchUp: () => pulse.beat(),
    control: () => refused(-1, 'there is no such control', 404),
  })
  const sockets = new SocketServer(http, { clock, hub, profile, extension: trading, speed, follow: (stream) => market.follow(stream) })
  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(port, '127.0.0.1', resolve))
  pulse.start(() => sockets.isCongested)
  const bound = (http.address() as AddressInfo).port
  return {
    port: bound, restUrl: `http://127.0.0.1:${bound}`, streamUrl: `ws://127.0.0.1:${bound}`, clock, market, trading,
    close: async () => {
      pulse.stop()
      sockets.close()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

const seeded = ({ seed = 5, instruments = 5, historyDays = 20, edge = 'trend' }: LocalBinanceOptions, startTime: TimeMs): MinuteSource =>
  new SeededMinutes({ seed, instruments, startTime, historyDays, edge })
