import { inMessage, rounded, type Departure } from './departure.ts'

type Message = NonNullable<Departure['message']>

/** Every n-th message never comes. */
const dropping = (every: number): Message => {
  let count = 0
  return (data) => (++count % every === 0 ? undefined : data)
}

/** Messages of markets and of the user. */
export const streamDepartures: readonly Departure[] = [
  { name: 'candles never close', at: 'kline', caughtBy: 'official: a closed candle of the stream is the candle that is asked for later', message: inMessage((data) => void (data.k.x = false)) },
  { name: 'prices of forming candles are numbers', at: 'kline', caughtBy: 'official: a closed candle of the stream is the candle that is asked for later', message: inMessage((data) => void (data.k.c = Number(data.k.c))) },
  { name: 'a closed candle is not what is told later', at: 'kline', caughtBy: 'official: a closed candle of the stream is the candle that is asked for later', message: inMessage((data) => void (data.k.v = rounded(data.k.v, 1))) },
  { name: 'marks have no rate', at: 'markPriceUpdate', caughtBy: 'official: marks come each second with the rate to be paid', message: inMessage((data) => void delete data.r) },
  { name: 'marks name the settlement before', at: 'markPriceUpdate', caughtBy: 'official: marks come each second with the rate to be paid', message: inMessage((data) => void (data.T -= 8 * 3_600_000)) },
  { name: 'marks come every other second', at: 'markPriceUpdate', caughtBy: 'official: marks come each second with the rate to be paid', message: dropping(2) },
  { name: 'the book ticker has a field more', at: 'bookTicker', caughtBy: 'haetae: the feed understands every message and is healthy', message: inMessage((data) => void (data.xx = 1)) },
  { name: 'the book ticker’s ask is under another name', at: 'bookTicker', caughtBy: 'ccxt: trades and the best of the book, as ccxt watches them', message: inMessage(({ a, ...data }) => ({ ...data, ask: a })) },
  { name: 'numbers of the book ticker fall', at: 'bookTicker', caughtBy: 'official: the best of the book is told with each change', message: inMessage((data) => void (data.u = 9_000_000_000_000_000 - data.u)) },
  { name: 'buyers and sellers have changed places', at: 'aggTrade', caughtBy: 'official: each trade of the stream is a trade of the market', message: inMessage((data) => void (data.m = !data.m)) },
  { name: 'a trade is missing now and then', at: 'aggTrade', caughtBy: 'official: each trade of the stream is a trade of the market', message: dropping(3) },
  { name: 'depth messages do not name the one before', at: 'depthUpdate', caughtBy: 'official: depth messages follow each other without a gap', message: inMessage((data) => void delete data.pu) },
  { name: 'a depth message is missing now and then', at: 'depthUpdate', caughtBy: 'ccxt: the stream’s book is the market’s book', message: dropping(5) },
  { name: 'depth messages tell differences of quantities', at: 'depthUpdate', caughtBy: 'ccxt: the stream’s book is the market’s book', message: inMessage((data) => void (data.b = data.b.map(([price, quantity]: [string, string]) => [price, rounded(String(Number(quantity) / 2), 3)]))) },
  { name: 'trades of the book say another price', at: 'trade', caughtBy: 'ccxt: trades and the best of the book, as ccxt watches them', message: inMessage((data) => void (data.p = rounded(String(Number(data.p) * 1.01), 2))) },
  { name: 'the day’s short ticker is yesterday’s', at: '24hrMiniTicker', caughtBy: 'ccxt: the short ticker is the day as far as it has come', message: inMessage((data) => void (data.h = data.l)) },
  { name: 'a filled order is called DONE', at: 'ORDER_TRADE_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void (data.o.X === 'FILLED' && (data.o.X = 'DONE'))) },
  { name: 'a fill tells no fee', at: 'ORDER_TRADE_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void delete data.o.n) },
  { name: 'fees of fills are rounded', at: 'ORDER_TRADE_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void (data.o.n && (data.o.n = rounded(data.o.n)))) },
  { name: 'numbers of orders are padded', at: 'ORDER_TRADE_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void (data.o.q = Number(data.o.q).toFixed(8))) },
  { name: 'a new order is not told', at: 'ORDER_TRADE_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: (data) => ((data as { o: { x: string } }).o.x === 'NEW' ? undefined : data) },
  { name: 'an amendment is told as new', at: 'ORDER_TRADE_UPDATE', caughtBy: 'official: resting, amending and cancelling are told, and change no balance', message: inMessage((data) => void (data.o.x === 'AMENDMENT' && (data.o.x = 'NEW'))) },
  { name: 'order ids are texts', at: 'ORDER_TRADE_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void (data.o.i = String(data.o.i))) },
  { name: 'the taker is called the maker', at: 'ORDER_TRADE_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void (data.o.m = !data.o.m)) },
  { name: 'wallets are rounded', at: 'ACCOUNT_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => data.a.B.forEach((one: { wb: string }) => (one.wb = rounded(one.wb)))) },
  { name: 'changed positions are not told', at: 'ACCOUNT_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void (data.a.P = [])) },
  { name: 'why the account changed has another word', at: 'ACCOUNT_UPDATE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void (data.a.m = 'TRADE')) },
  { name: 'funding is told twice', at: 'ACCOUNT_UPDATE', caughtBy: 'official: leverage and funding are told', message: inMessage((data) => data.a.B.forEach((one: { bc: string }) => (one.bc = String(Number(one.bc) * 2)))) },
  { name: 'a cancelled stop is told as expired', at: 'ALGO_UPDATE', caughtBy: 'official: a conditional order is told as such, placed and cancelled', message: inMessage((data) => void (data.o.X === 'CANCELED' && (data.o.X = 'EXPIRED'))) },
  { name: 'stops do not name the client’s id', at: 'ALGO_UPDATE', caughtBy: 'official: a conditional order is told as such, placed and cancelled', message: inMessage((data) => void delete data.o.caid) },
  { name: 'leverage is a text', at: 'ACCOUNT_CONFIG_UPDATE', caughtBy: 'official: leverage and funding are told', message: inMessage((data) => void (data.ac.l = String(data.ac.l))) },
  { name: 'a hint has no trade id', at: 'TRADE_LITE', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', message: inMessage((data) => void (data.t = 0)) },
  { name: 'a subscription is answered without its id', at: 'answer', caughtBy: 'ccxt: the stream’s book is the market’s book', message: inMessage(({ id: _id, ...data }) => data) },
]
