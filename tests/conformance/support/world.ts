import type { DerivativesTradingUsdsFutures } from '@binance/derivatives-trading-usds-futures'
import type { CcxtClient } from 'ccxt'
import { vi } from 'vitest'
import type { TimeMs } from '../../../src-shared/domain/units.ts'
import { startLocalBinance, type LocalBinance } from '../../../src-main/lab/binance/local-binance.ts'
import type { LabMarket } from '../../../src-main/lab/binance/lab-types.ts'
import type { LiveMarket } from '../../../src-main/lab/binance/market/live-market.ts'
import { ccxtClient, officialClient, type Access } from './clients.ts'
import { Proxy } from './proxy.ts'

/** A minute and a half before a settlement. */
const START = Date.UTC(2026, 10, 20, 7, 58, 30) as TimeMs
export const KEYS = { apiKey: 'conformance-key-0001', secret: '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9' }

/** A local Binance whose time stands still until it is told to go on, and the clients that talk to it through the proxy. */
export interface World {
  readonly lab: LocalBinance
  readonly market: LabMarket
  readonly proxy: Proxy
  readonly access: Access
  readonly ccxt: CcxtClient
  readonly official: DerivativesTradingUsdsFutures
  now(): number
  advance(ms: number): Promise<void>
  precisions(symbol: string): { readonly pricePrecision: number; readonly quantityPrecision: number }
  fundingHours(symbol: string): number
  close(): Promise<void>
}

export async function openWorld(): Promise<World> {
  const lab = await startLocalBinance({ speed: 0, startTime: START, seed: 7, instruments: 4, historyDays: 3, trading: { key: KEYS } })
  const proxy = new Proxy(lab.port)
  await proxy.listen()
  const access = { port: proxy.port, ...KEYS }
  const now = (): number => lab.clock.told()
  const ccxt = await ccxtClient(access)
  ccxt['milliseconds'] = now
  // The official client asks the computer what time it is.
  const time = vi.spyOn(Date, 'now').mockImplementation(now)
  const labSymbol = (symbol: string): ReturnType<LiveMarket['at']>['labSymbol'] => (lab.market as LiveMarket).at(symbol).labSymbol
  return {
    lab, market: lab.market, proxy, access, ccxt, official: officialClient(access), now, precisions: labSymbol, fundingHours: (symbol) => labSymbol(symbol).fundingHours,
    advance: async (ms) => {
      lab.clock.advance(ms)
      await new Promise((done) => setImmediate(done))
    },
    close: async () => {
      time.mockRestore()
      await ccxt.close()
      proxy.close()
      await lab.close()
    },
  }
}
