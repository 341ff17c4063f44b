import { join } from 'node:path'
import type { Requests } from '../../src-shared/contract/contract.ts'
import type { StatusView } from '../../src-shared/contract/views.ts'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { readPageFiles } from '../../src-main/base/system-page-files.ts'
import { RequestRefused, serve, type Handlers } from '../../src-main/ipc/request-server.ts'
import { TopicLog } from '../../src-main/ipc/topic-log.ts'
import { openWebHost, type WebHost } from '../../src-main/ipc/web-host.ts'
import type { LongMarket } from './long-market.ts'
import { ROOT } from './workplace.ts'

/** The built page behind the real host, guard and request server, told of a long past instead of by an engine. */
export async function openLongMarket(market: LongMarket): Promise<WebHost> {
  const log = new TopicLog('long-market')
  log.provide('workstation', () => ({ phase: 'running', mode: 'demo', program: { name: 'haetae', version: '0' }, told: null, part: null, recentCrashes: 0, exitsOnly: false }))
  log.provide('status', () => statusOf(market.now))
  log.provide('market', () => [market.market()])
  log.provide('positions', () => [market.position()])
  log.provide('pace', () => ({ speed: 1, paused: false, time: market.now, from: null, to: null }))
  for (const trade of market.trades) log.append('trades', () => trade)
  const handlers = handlersOf(market)
  return openWebHost({
    files: readPageFiles(join(ROOT, 'dist/renderer')), port: 0, clock: systemClock, onChannel: (channel) => serve(channel, handlers, log, systemClock),
    health: () => ({ name: 'haetae', version: '0', phase: 'running', mode: 'demo', ready: true, trading: true, components: [] }),
  })
}

/** What the chart asks is answered, the rest refused. */
function handlersOf(market: LongMarket): Handlers {
  const answered: Partial<Handlers> = {
    'market.candles': (query) => market.candles(query),
    'desk.decisions': (query) => market.decisions(query),
    'desk.status': () => statusOf(market.now),
    'profile.get': () => null,
    'profile.put': () => ({ accepted: true }),
  }
  const refused = (): never => {
    throw new RequestRefused('not-running')
  }
  return new Proxy(answered, { get: (known, name) => known[name as keyof Requests] ?? refused }) as Handlers
}

const statusOf = (time: number): StatusView => ({
  mode: 'demo', accountId: 'sim:demo:0', sessionId: 'long-market', configHash: '0', time, ready: true, trading: true, strategyId: 'perp-ev', decisionIntervalMs: 300_000, nextDecisionAt: time + 1, asset: 'USDT', wallet: '10000',
  equity: '10000', dayResult: '0', openingEquity: '10000', highWater: '10000', marginUsed: '0', marginUse: 0, lossAtStops: '0', marketAsOf: time, venueHeardAt: time,
  limits: { dailyLossMax: 0.02, drawdownMax: 0.15, marginUseWarn: 0.6, marginUseMax: 0.7 }, latches: [], components: [], tradeCount: 0, realized: '0', fees: '0', funding: '0', guards: [],
})
