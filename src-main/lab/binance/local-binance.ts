import type { TimeMs } from '../../../src-shared/domain/units.ts'
import { SeededRandom, seedOf } from '../../base/seeded-random.ts'
import { monotonicClock, systemClock } from '../../base/system-clock.ts'
import { systemTicker } from '../../base/system-ticker.ts'
import { createControl } from './control.ts'
import { Door } from './door.ts'
import { MARKET_FAULTS } from './fault-kinds.ts'
import { Faults, type FaultOptions } from './faults.ts'
import { HttpFaults } from './http-faults.ts'
import { createHttp } from './http-server.ts'
import { LabClock } from './lab-clock.ts'
import type { LabMarket } from './lab-types.ts'
import { Limits, WEIGHT_LIMIT } from './limits.ts'
import { marketEffects } from './market-faults.ts'
import type { LabProfile } from './market/exchange-info.ts'
import { LiveMarket } from './market/live-market.ts'
import type { MinuteSource } from './market/minute-source.ts'
import type { RecordedDepth } from './market/recorded-depth.ts'
import { marketRoutes } from './market/routes.ts'
import { SeededMinutes } from './market/seeded-minutes.ts'
import { Pulse } from './pulse.ts'
import { SocketServer } from './socket-server.ts'
import { StreamFaults } from './stream-faults.ts'
import { StreamHub } from './streams-hub.ts'
import { LabTrading, type LabTradingOptions } from './trading/lab-trading.ts'
import { TRADING_FAULTS } from './trading/trading-faults.ts'

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
  /** The prices of the seed begin exactly then instead, so that a server that is started again goes on with them. */
  readonly begins?: TimeMs
  readonly edge?: 'trend' | 'none'
  /** Other prices than those of the seed. */
  readonly source?: MinuteSource
  /** Book, best prices and trades of one instrument as they were recorded; the venue's time begins with it. */
  readonly depth?: RecordedDepth
  /** Nobody is refused for asking too much. */
  readonly isUnlimited?: boolean
  /** On from the beginning. */
  readonly faults?: readonly (readonly [name: string, options: FaultOptions])[]
  /** Who may trade, and on what terms. */
  readonly trading?: Omit<LabTradingOptions, 'profile' | 'faults'>
}

export interface LocalBinance {
  readonly port: number
  readonly restUrl: string
  readonly streamUrl: string
  readonly clock: LabClock
  readonly market: LabMarket
  /** The account, and what others do on it. */
  readonly trading: LabTrading
  /** Of both sides. */
  readonly faults: Faults
  close(): Promise<void>
}

/** A Binance on this computer, on 127.0.0.1 only. Rejects when the port is taken, with RangeError for faults that are none. */
export async function startLocalBinance(options: LocalBinanceOptions = {}): Promise<LocalBinance> {
  const { port = 0, seed = 5, speed = 1, profile = 'production', startTime = options.depth?.startTime ?? systemClock.now(), faults: wished = [] } = options
  const clock = new LabClock(startTime)
  const faults = new Faults(new SeededRandom(seedOf('lab-faults', seed)))
  const hub = new StreamHub(new StreamFaults(faults))
  const market = marketOf(options, clock, hub)
  const trading = new LabTrading(market, clock, { profile, faults, ...options.trading })
  const limits = new Limits(clock, WEIGHT_LIMIT[profile], options.isUnlimited === true)
  const pulse = new Pulse(clock, { speed, real: monotonicClock, ticker: systemTicker })
  const http = createHttp({
    routes: marketRoutes(market, profile), extension: trading, clock, limits, faults: new HttpFaults(faults),
    catchUp: () => pulse.beat(),
    control: createControl({ faults, clock, status: () => ({ speed, lostMs: Math.round(pulse.lostMs), sent: hub.sent, sockets: sockets.sockets.size, streams: hub.names().length }) }),
  })
  const sockets = new SocketServer(http, { clock, hub, faults, profile, extension: trading, speed, follow: (stream) => market.follow(stream) })
  const door = new Door(http, sockets)
  faults.define(MARKET_FAULTS, { ...marketEffects(market, clock, limits), ...sockets.effects(), ...door.effects(faults) })
  faults.define(TRADING_FAULTS, trading.effects())
  for (const [name] of wished) faults.known(name)
  const bound = await door.open(port)
  for (const [name, settings] of wished) faults.set(name, settings)
  pulse.start(() => sockets.isCongested)
  return {
    port: bound, restUrl: `http://127.0.0.1:${bound}`, streamUrl: `ws://127.0.0.1:${bound}`, clock, market, trading, faults,
    close: () => {
      pulse.stop()
      return door.close()
    },
  }
}

function marketOf({ source, depth, seed = 5, instruments = 5, historyDays = 20, begins, edge = 'trend' }: LocalBinanceOptions, clock: LabClock, hub: StreamHub): LiveMarket {
  const market = new LiveMarket(source ?? new SeededMinutes({ seed, instruments, startTime: clock.now(), historyDays, begins, edge }), clock, hub)
  if (depth) market.recorded.set(depth.symbol, depth.play(clock, hub))
  return market
}
