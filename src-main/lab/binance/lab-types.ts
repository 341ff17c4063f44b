import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import type { Price, Quantity, Rate, TimeMs } from '../../../src-shared/domain/units.ts'

/** One call of the REST interface. */
export interface LabRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** As '/fapi/v1/time'. */
  readonly path: string
  /** Of the budget of requests per minute; of parameters where it depends on them. */
  readonly weight: number | ((params: ReadonlyMap<string, string>) => number)
  /** Calls that share a budget of their own instead, and carry no weight header. */
  readonly pool?: 'funding' | 'statistics'
  /** Counts against the account's orders in ten seconds and in a minute. */
  readonly orders?: { readonly tenSeconds: number; readonly minute: number }
  readonly security: 'none' | 'key' | 'signed'
  handle(request: LabRequest): LabReply
}

export interface LabRequest {
  readonly method: string
  readonly path: string
  /** Decoded, of query and body; the query wins. */
  readonly params: ReadonlyMap<string, string>
  readonly apiKey: string | undefined
  /** The venue's time. */
  readonly now: TimeMs
  /** As they were sent: what a signature is made of. */
  readonly query: string
  readonly body: string
}

export interface LabReply {
  /** 0 cuts the connection instead. */
  readonly status: number
  /** Written as JSON, a bigint with all its digits; a text is a page. */
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What happened in the market, in the scaled integers of the instrument's newest version. */
export type LabTick = { readonly symbol: string; readonly time: TimeMs } & (
  | { readonly kind: 'trade'; readonly price: Price; readonly quantity: Quantity; readonly isBuyerMaker: boolean }
  | { readonly kind: 'quote'; readonly bid: Price; readonly ask: Price }
  | { readonly kind: 'mark'; readonly mark: Price }
  | { readonly kind: 'funding'; readonly mark: Price; readonly rate: Rate }
)

/** What the trading side sees of the market. */
export interface LabMarket {
  readonly symbols: readonly string[]
  /** Undefined for a symbol that is not there. */
  instrument(symbol: string): Instrument | undefined
  /** As exchangeInfo says: 'TRADING', 'SETTLING', … */
  status(symbol: string): string | undefined
  /** The most decimals that its prices and quantities may have. */
  precisions(symbol: string): { readonly pricePrecision: number; readonly quantityPrecision: number }
  mark(symbol: string): Price
  best(symbol: string): { readonly bid: Price; readonly bidQuantity: Quantity; readonly ask: Price; readonly askQuantity: Quantity }
  last(symbol: string): Price
  nextFundingTime(symbol: string): TimeMs
  /** Calls for each tick, in order of time; stops when the answer is called. */
  onPrice(listener: (tick: LabTick) => void): () => void
}

/** A socket that one side of the venue has taken over. */
export interface LabConnection {
  readonly connectionId: number
  readonly path: string
  readonly query: string
  send(text: string): void
  close(code: number): void
  onText(listener: (text: string) => void): void
  onClose(listener: () => void): void
}

/** A part of the venue that hangs into the same port. */
export interface LabExtension {
  readonly routes: readonly LabRoute[]
  /** Called for routes with security 'key' and 'signed' before `handle`; a reply refuses. */
  refuse(route: LabRoute, request: LabRequest): LabReply | undefined
  /** True when it takes the socket. Asked for every path that is none of the market's. */
  connect(connection: LabConnection): boolean
  /** A SUBSCRIBE frame on any socket named something that is no market stream, as a listen key. True when it is taken. */
  subscribe?(connection: LabConnection, name: string): boolean
}
