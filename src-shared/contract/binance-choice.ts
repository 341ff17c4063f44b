/** Which Binance. `port` of one on this computer; null lets the program start one of its own. */
export type BinanceChoice = { readonly name: 'production' | 'demo' } | { readonly name: 'local'; readonly port: number | null }
