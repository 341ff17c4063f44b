// What the script uses of the two clients. Declared here, so that the tree compiles where their packages are not installed; whether it is true shows when the
// script runs. Replies are unknown to us until a test has looked at them.
declare module 'ccxt' {
  export interface CcxtClient {
    readonly urls: { readonly api: Record<string, unknown> }
    readonly options: Record<string, unknown>
    loadHttpProxyAgent(): Promise<void>
    close(): Promise<void>
    getExceptionsByUrl(url: string, kind: string): unknown
    [method: string]: unknown
  }
  const ccxt: { readonly pro: { readonly binanceusdm: new (settings: object) => CcxtClient } }
  export default ccxt
}

declare module '@binance/derivatives-trading-usds-futures' {
  export interface RestReply {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    data(): Promise<unknown>
  }
  export interface OfficialStream {
    on(event: 'message', listener: (data: unknown) => void): void
    unsubscribe(): void
  }
  export interface StreamConnection {
    userData(listenKey: string): OfficialStream
    disconnect(): Promise<void>
    [stream: string]: unknown
  }
  export class DerivativesTradingUsdsFutures {
    constructor(settings: object)
    readonly restAPI: Record<string, (request?: object) => Promise<RestReply>>
    readonly websocketStreams: { connect(): Promise<StreamConnection> }
  }
}
