import { createRequire } from 'node:module'
import type { CcxtClient } from 'ccxt'
import type { DerivativesTradingUsdsFutures } from '@binance/derivatives-trading-usds-futures'

/** The official one tells of every socket else. */
process.env['LOG_LEVEL'] = 'error'

/** Loaded by Node itself: the test runner would first translate their thousand files. */
const load = createRequire(import.meta.url)

/** False where the packages of this folder could not be installed: then every test of it is skipped. */
export const clientsAreHere = process.env['HAETAE_WITHOUT_CLIENTS'] === undefined

export interface Access {
  readonly port: number
  readonly apiKey: string
  readonly secret: string
}

const REST_GROUPS = ['fapiPublic', 'fapiPublicV2', 'fapiPublicV3', 'fapiPrivate', 'fapiPrivateV2', 'fapiPrivateV3', 'fapiData']
const PRODUCTION = 'https://fapi.binance.com'

/** ccxt, its hosts replaced by this computer. It chooses classes of errors by host, so it is told the host that it knows. */
export async function ccxtClient({ port, apiKey, secret }: Access): Promise<CcxtClient> {
  const ccxt = load('ccxt') as typeof import('ccxt').default
  const client = new ccxt.pro.binanceusdm({ apiKey, secret, enableRateLimit: false, options: { fetchCurrencies: false } })
  const api = client.urls.api as Record<string, string> & { ws: Record<string, unknown> & { 'ws-api': Record<string, string> } }
  for (const group of REST_GROUPS) api[group] = api[group]!.replace(PRODUCTION, `http://127.0.0.1:${port}`)
  api.ws['future'] = `ws://127.0.0.1:${port}/ws`
  api.ws['ws-api']['future'] = `ws://127.0.0.1:${port}/ws-fapi/v1`
  const byUrl = client.getExceptionsByUrl.bind(client)
  client.getExceptionsByUrl = (_url: string, kind: string) => byUrl(`${PRODUCTION}/fapi/v1/order`, kind)
  await client.loadHttpProxyAgent()
  return client
}

/** The venue's own connector. It repeats reads that failed; here each request is sent once. */
export function officialClient({ port, apiKey, secret }: Access): DerivativesTradingUsdsFutures {
  const official = load('@binance/derivatives-trading-usds-futures') as typeof import('@binance/derivatives-trading-usds-futures')
  return new official.DerivativesTradingUsdsFutures({
    configurationRestAPI: { apiKey, apiSecret: secret, basePath: `http://127.0.0.1:${port}`, retries: 0 },
    configurationWebsocketStreams: { wsURL: `ws://127.0.0.1:${port}`, reconnectDelay: 600_000 },
  })
}
