/** Where a Binance is. The list is closed: a name that somebody typed is never connected to. */
export interface BinanceEndpoint {
  readonly name: 'production' | 'demo' | 'local'
  /** Of REST, without a path. */
  readonly restUrl: string
  /** Of streams, before the route: `${streamUrl}/market/stream`. */
  readonly streamUrl: string
}

export const PRODUCTION: BinanceEndpoint = { name: 'production', restUrl: 'https://fapi.binance.com', streamUrl: 'wss://fstream.binance.com' }
export const DEMO_TRADING: BinanceEndpoint = { name: 'demo', restUrl: 'https://demo-fapi.binance.com', streamUrl: 'wss://demo-fstream.binance.com' }

/** One on this computer. Throws RangeError for what is no port. */
export function localBinance(port: number): BinanceEndpoint {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError(`${port} is no port`)
  return { name: 'local', restUrl: `http://127.0.0.1:${port}`, streamUrl: `ws://127.0.0.1:${port}` }
}
