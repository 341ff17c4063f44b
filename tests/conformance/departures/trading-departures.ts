import { createHmac } from 'node:crypto'
import type { Sent } from '../support/proxy.ts'
import { KEYS } from '../support/world.ts'
import { bareText, inReply, rounded, withCode, withHeaders, type Departure } from './departure.ts'

const signatureOf = (text: string): string => createHmac('sha256', KEYS.secret).update(text).digest('hex')

/** What was signed rightly is changed and signed anew; with `isBlind` what was signed wrongly, too. */
function resigned(change: (text: string) => string, isBlind = false): (sent: Sent) => Sent {
  const sign = (text: string): string => {
    const [, plain = '', signature] = /^(.*?)&?signature=([^&]*)$/.exec(text) ?? []
    if (!isBlind && signatureOf(plain) !== signature) return text
    return `${change(plain)}&signature=${signatureOf(change(plain))}`
  }
  return (sent) => {
    const [path = '', query = ''] = sent.url.split('?')
    if (query.includes('signature=')) return { ...sent, url: `${path}?${sign(query)}` }
    return sent.body.includes('signature=') ? { ...sent, body: sign(sent.body) } : sent
  }
}

const ORDER = 'POST /fapi/v1/order'
const ALGO = 'POST /fapi/v1/algoOrder'
const ONE_ALGO = 'GET /fapi/v1/algoOrder'
const RISK = 'GET /fapi/v3/positionRisk'
const ACCOUNT = 'GET /fapi/v3/account'
const TRADES = 'GET /fapi/v1/userTrades'

/** Answers about orders, stops, money and settings. */
export const tradingDepartures: readonly Departure[] = [
  { name: 'a filled order is called DONE in the answer', at: ORDER, caughtBy: 'ccxt: a market order fills at the best ask and pays the taker’s fee', reply: (reply) => ({ ...reply, text: reply.text.replace('"FILLED"', '"DONE"') }) },
  { name: 'the answer has no executed quantity', at: ORDER, caughtBy: 'ccxt: a market order fills at the best ask and pays the taker’s fee', reply: inReply((body) => void delete body.executedQty) },
  { name: 'the answer has an average price, as before July 2026', at: ORDER, caughtBy: 'official: an acknowledgement knows nothing of the fill, and has no average price', reply: inReply((body) => void (body.avgPrice = '0.00000')) },
  { name: 'an acknowledgement already knows the fill', at: ORDER, caughtBy: 'official: an acknowledgement knows nothing of the fill, and has no average price', request: (sent) => resigned((text) => (text.includes('newOrderRespType') ? text : `${text}&newOrderRespType=RESULT`))(sent) },
  { name: 'order ids lose their last digits', at: ORDER, caughtBy: 'official: ids keep all their digits', reply: inReply((body) => void (body.orderId = Number(body.orderId))) },
  { name: 'order ids are texts in the answer', at: ORDER, caughtBy: 'official: a client’s id is taken once while its order is open, and again afterwards', reply: inReply((body) => void (body.orderId = String(body.orderId))) },
  { name: 'the client’s id is replaced', at: ORDER, caughtBy: 'ccxt: a resting order ties margin, is listed, and frees it when it is cancelled', reply: inReply((body) => void (body.clientOrderId = 'another')) },
  { name: 'prices of orders are not padded', at: ORDER, caughtBy: 'official: amounts are padded as the venue pads them', reply: inReply((body) => void (body.price = bareText(body.price))) },
  { name: 'post-only orders take', at: ORDER, caughtBy: 'ccxt: post-only, fill-or-kill and immediate-or-cancel', request: resigned((text) => text.replace('timeInForce=GTX', 'timeInForce=GTC')) },
  { name: 'orders that may only reduce open', at: ORDER, caughtBy: 'ccxt: closing realises what the prices were apart', request: resigned((text) => text.replace('reduceOnly=true', 'reduceOnly=false')) },
  { name: 'too small an order has another code', at: ORDER, caughtBy: 'official: each filter refuses with its own code', reply: withCode(-4_164, -4_003) },
  { name: 'missing margin has another code', at: ORDER, caughtBy: 'ccxt: what the money does not reach for is refused', reply: withCode(-2_019, -2_018) },
  { name: 'a stop on the plain route is a wrong type', at: ORDER, caughtBy: 'official: the plain route takes no conditional order', reply: withCode(-4_120, -1_116) },
  { name: 'orders are not counted', at: ORDER, caughtBy: 'wire: orders are counted in ten seconds and in a minute', reply: withHeaders((headers) => void delete headers['x-mbx-order-count-10s']) },
  { name: 'a wrong signature is accepted', at: 'GET /fapi/v1/accountConfig', caughtBy: 'wire: a signature is over exactly what was sent', request: resigned((text) => text, true) },
  { name: 'a wrong signature is accepted where ccxt reads its account', at: ACCOUNT, caughtBy: 'ccxt: wrong keys, as ccxt understands them', request: resigned((text) => text, true) },
  { name: 'an old request is accepted', at: 'GET /fapi/v1/accountConfig', caughtBy: 'wire: keys and clocks are looked at, each with its own code', request: resigned((text) => text.replace(/recvWindow=\d+&?/, '').replace(/^/, 'recvWindow=60000&')) },
  { name: 'a key of nobody is a missing key', at: 'GET /fapi/v1/accountConfig', caughtBy: 'wire: keys and clocks are looked at, each with its own code', reply: withCode(-2_015, -2_014) },
  { name: 'a cancelled order is still NEW', at: 'DELETE /fapi/v1/order', caughtBy: 'ccxt: a resting order ties margin, is listed, and frees it when it is cancelled', reply: inReply((body) => void (body.status = 'NEW')) },
  { name: 'cancelling what is gone succeeds', at: 'DELETE /fapi/v1/order', caughtBy: 'ccxt: what is not there has its own codes', reply: (reply) => (reply.status === 200 ? reply : { ...reply, status: 200, text: '{"orderId":424242,"status":"CANCELED","symbol":"BTCUSDT"}' }) },
  { name: 'what is gone is asked for with the cancel’s code', at: 'GET /fapi/v1/order', caughtBy: 'ccxt: what is not there has its own codes', reply: withCode(-2_013, -2_011) },
  { name: 'an amended order has a new id', at: 'PUT /fapi/v1/order', caughtBy: 'ccxt: an amended order keeps its id and says what it was', reply: inReply((body) => void (body.orderId = 777)) },
  { name: 'a list of orders leaves out what was refused', at: 'POST /fapi/v1/batchOrders', caughtBy: 'ccxt: a list of orders is answered one by one, each on its own merits', reply: inReply((rows) => rows.filter(({ code }: { code?: number }) => code === undefined)) },
  { name: 'cancelling all takes stops, too', at: 'GET /fapi/v1/openAlgoOrders', caughtBy: 'ccxt: cancelling all takes plain orders and leaves conditional ones', reply: inReply(() => []) },
  { name: 'open orders are under another path', at: 'GET /fapi/v1/openOrders', caughtBy: 'ccxt: a resting order ties margin, is listed, and frees it when it is cancelled', request: (sent) => ({ ...sent, url: sent.url.replace('/fapi/v1/openOrders', '/fapi/v1/openOrderList') }) },
  { name: 'the average price is the limit', at: 'GET /fapi/v1/order', caughtBy: 'official: a stop becomes a plain order with the client’s id when the mark comes to it', reply: inReply((body) => void (body.avgPrice = body.price)) },
  { name: 'stops carry an order id', at: ALGO, caughtBy: 'official: one stop and one take-profit may close the position, no second of a kind', reply: inReply((body) => ({ ...body, orderId: body.algoId, algoId: undefined })) },
  { name: 'a new stop is WORKING', at: ALGO, caughtBy: 'ccxt: a conditional order is none of the plain ones', reply: inReply((body) => void (body.algoStatus = 'WORKING')) },
  { name: 'a stop that closes the position is GTC', at: ALGO, caughtBy: 'official: one stop and one take-profit may close the position, no second of a kind', reply: inReply((body) => void (body.timeInForce = 'GTC')) },
  { name: 'a second stop of a kind has another code', at: ALGO, caughtBy: 'official: one stop and one take-profit may close the position, no second of a kind', reply: withCode(-4_130, -4_131) },
  { name: 'a stop on the wrong side has another code', at: ALGO, caughtBy: 'official: what would trigger at once is refused', reply: withCode(-2_021, -4_142) },
  { name: 'stops are not counted as orders', at: ALGO, caughtBy: 'wire: conditional orders cost no weight and count as orders', reply: withHeaders((headers) => void delete headers['x-mbx-order-count-1m']) },
  { name: 'stops watch the last price, whatever they were told', at: ALGO, caughtBy: 'official: one stop and one take-profit may close the position, no second of a kind', request: resigned((text) => text.replace('workingType=MARK_PRICE', 'workingType=CONTRACT_PRICE')) },
  { name: 'a trailing stop follows at twice the distance', at: ALGO, caughtBy: 'ccxt: a trailing stop follows and fires at the distance it was told', request: resigned((text) => text.replace('callbackRate=0.1', 'callbackRate=0.2')) },
  { name: 'the order of a stop has a number for its id', at: ONE_ALGO, caughtBy: 'official: one stop and one take-profit may close the position, no second of a kind', reply: inReply((body) => void (body.actualOrderId = Number(body.actualOrderId))) },
  { name: 'a stop that fired is TRIGGERED for ever', at: ONE_ALGO, caughtBy: 'official: a stop becomes a plain order with the client’s id when the mark comes to it', reply: inReply((body) => void (body.algoStatus === 'FINISHED' && (body.algoStatus = 'TRIGGERED'))) },
  { name: 'a stop fires a minute late', at: ONE_ALGO, caughtBy: 'official: a stop becomes a plain order with the client’s id when the mark comes to it', reply: inReply((body) => void (body.triggerTime += 60_000)) },
  { name: 'cancelling a stop answers a number for its code', at: 'DELETE /fapi/v1/algoOrder', caughtBy: 'official: one stop and one take-profit may close the position, no second of a kind', reply: inReply((body) => void (body.code = 200)) },
  { name: 'fees are rounded', at: TRADES, caughtBy: 'ccxt: a market order fills at the best ask and pays the taker’s fee', reply: inReply((rows) => rows.forEach((row: { commission: string }) => (row.commission = rounded(row.commission)))) },
  { name: 'takers are called makers', at: TRADES, caughtBy: 'ccxt: a market order fills at the best ask and pays the taker’s fee', reply: inReply((rows) => rows.forEach((row: { maker: boolean }) => (row.maker = !row.maker))) },
  { name: 'profits of trades are missing', at: TRADES, caughtBy: 'ccxt: closing realises what the prices were apart', reply: inReply((rows) => rows.forEach((row: { realizedPnl: string }) => (row.realizedPnl = '0.00000000'))) },
  { name: 'fees are income', at: 'GET /fapi/v1/income', caughtBy: 'official: what moved the money is told, and adds up to the balance', reply: inReply((rows) => rows.forEach((row: { incomeType: string; income: string }) => row.incomeType === 'COMMISSION' && (row.income = row.income.replace('-', '')))) },
  { name: 'funding has another name', at: 'GET /fapi/v1/income', caughtBy: 'ccxt: funding is paid on the mark of the instant by who holds then', reply: (reply) => ({ ...reply, text: reply.text.replaceAll('FUNDING_FEE', 'FUNDING') }) },
  { name: 'income is a number', at: 'GET /fapi/v1/income', caughtBy: 'official: what moved the money is told, and adds up to the balance', reply: inReply((rows) => rows.forEach((row: { income: unknown }) => (row.income = Number(row.income)))) },
  { name: 'what is free is what there is', at: ACCOUNT, caughtBy: 'ccxt: a position and the balance that carries it', reply: inReply((body) => body.assets.forEach((one: { availableBalance: string; walletBalance: string }) => (one.availableBalance = one.walletBalance))) },
  { name: 'amounts of the account are rounded', at: ACCOUNT, caughtBy: 'ccxt: a position and the balance that carries it', reply: inReply((body) => body.assets.forEach((one: { walletBalance: string; marginBalance: string }) => Object.assign(one, { walletBalance: rounded(one.walletBalance), marginBalance: rounded(one.marginBalance) }))) },
  { name: 'the account does not tell its maintenance', at: ACCOUNT, caughtBy: 'wire: every field of accountInformationV3 is as specified', reply: inReply((body) => void delete body.totalMaintMargin) },
  { name: 'balances have four decimals', at: 'GET /fapi/v3/balance', caughtBy: 'official: a position’s profit, notional and margins are by the mark', reply: inReply((rows) => rows.forEach((row: { balance: string }) => (row.balance = rounded(row.balance, 4)))) },
  { name: 'flat symbols are listed', at: RISK, caughtBy: 'official: a new account has its deposit, nothing held, nothing open', reply: inReply((rows) => (rows.length === 0 ? [{ symbol: 'BTCUSDT', positionAmt: '0.000', positionSide: 'BOTH' }] : rows)) },
  { name: 'profits of positions are by the last trade', at: RISK, caughtBy: 'official: a position’s profit, notional and margins are by the mark', reply: inReply((rows) => rows.forEach((row: { unRealizedProfit: string }) => (row.unRealizedProfit = (Number(row.unRealizedProfit) + 0.01).toFixed(8)))) },
  { name: 'the price of liquidation leaves out the tier’s sum', at: RISK, caughtBy: 'official: the liquidation price is where margin meets maintenance, isolated', reply: inReply((rows) => rows.forEach((row: { liquidationPrice: string }) => (row.liquidationPrice = (Number(row.liquidationPrice) * 0.999).toFixed(2)))) },
  { name: 'margins of positions are by the entry price', at: RISK, caughtBy: 'official: a position’s profit, notional and margins are by the mark', reply: inReply((rows) => rows.forEach((row: { entryPrice: string; positionAmt: string; initialMargin: string }) => (row.initialMargin = ((Number(row.entryPrice) * Number(row.positionAmt)) / 20).toFixed(8)))) },
  { name: 'isolated wallets are not told', at: RISK, caughtBy: 'official: the liquidation price is where margin meets maintenance, isolated', reply: inReply((rows) => rows.forEach((row: { isolatedWallet: string }) => (row.isolatedWallet = '0'))) },
  { name: 'tiers have no sums', at: 'GET /fapi/v1/leverageBracket', caughtBy: 'ccxt: margin tiers touch, and each sum makes up for the tiers below it', reply: inReply((rows) => (Array.isArray(rows) ? rows : [rows]).forEach(({ brackets }: { brackets: { cum: number }[] }) => brackets.forEach((one) => (one.cum = 0)))) },
  { name: 'margin types are in small letters', at: 'GET /fapi/v1/symbolConfig', caughtBy: 'ccxt: leverage is what it was set to, and its most is the bracket’s', reply: inReply((rows) => rows.forEach((row: { marginType: string }) => (row.marginType = row.marginType.toLowerCase()))) },
  { name: 'leverage is told as it was', at: 'GET /fapi/v1/symbolConfig', caughtBy: 'ccxt: leverage is what it was set to, and its most is the bracket’s', reply: inReply((rows) => rows.forEach((row: { leverage: number }) => (row.leverage = 20))) },
  { name: 'a margin type that is so already succeeds', at: 'POST /fapi/v1/marginType', caughtBy: 'ccxt: margin type that is already so, and one that a position forbids', reply: (reply) => (reply.text.includes('-4046') ? { ...reply, status: 200, text: '{"code":200,"msg":"success"}' } : reply) },
  { name: 'a position mode that is so already succeeds', at: 'POST /fapi/v1/positionSide/dual', caughtBy: 'official: position mode changes what sides there are', reply: (reply) => (reply.text.includes('-4059') ? { ...reply, status: 200, text: '{"code":200,"msg":"success"}' } : reply) },
  { name: 'fees are those of makers', at: 'GET /fapi/v1/commissionRate', caughtBy: 'ccxt: fees are the account’s', reply: inReply((body) => void (body.takerCommissionRate = body.makerCommissionRate)) },
  { name: 'each question for a listen key gives another', at: 'POST /fapi/v1/listenKey', caughtBy: 'official: a market order is told as new, then as filled, with its fee and what it did to the account', reply: inReply((body) => void (body.listenKey = createHmac('sha256', 'x').update(String(Math.random())).digest('hex'))) },
]
