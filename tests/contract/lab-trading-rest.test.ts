import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatDecimal, parseDecimal } from '../../src-shared/domain/decimal.ts'
import { LAB_KEY } from '../../src-main/lab/binance/trading/lab-trading.ts'
import { hmac } from '../../src-main/lab/binance/trading/security.ts'
import { LabClient, sign, told } from '../support/lab-client.ts'

let venue: LabClient
beforeEach(async () => {
  venue = await LabClient.open()
})
afterEach(() => venue.close())

const BUY = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }
/** A price so many percent from the mark, on the tick of a tenth. */
const away = (percent: number): string => `${formatDecimal(Math.round((venue.lab.market.mark('BTCUSDT') * (100 + percent)) / 100 / 1e7), 1)}`
const rest = (percent: number, more: Readonly<Record<string, string | boolean>> = {}) => ({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: away(percent), ...more })

describe('who may ask', () => {
  it('signs as in the published example', () => {
    const text = 'symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943'
    expect(hmac('2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9', text)).toBe('3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9')
  })

  it.each([
    ['no key', 401, -2014, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at}&signature=x`, '', null] as const],
    ['a key that is none', 401, -2014, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at}&signature=x`, '', 'a b'] as const],
    ['another key', 401, -2015, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at}&signature=x`, '', 'somebody'] as const],
    ['no time', 400, -1102, () => ['GET', '/fapi/v3/balance?signature=x'] as const],
    ['a time too far ahead', 400, -1021, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at + 1_000}&signature=x`] as const],
    ['a time too long ago', 400, -1021, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at - 5_001}&signature=x`] as const],
    ['a window that is too wide', 400, -1131, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at}&recvWindow=60001&signature=x`] as const],
    ['no signature', 400, -1102, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at}`] as const],
    ['a wrong signature', 400, -1022, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at}&signature=${sign('x')}`] as const],
    ['a signature that is no text', 400, -1022, (at: number) => ['GET', `/fapi/v3/balance?timestamp=${at}&signature=%E0%A4%A`] as const],
    ['a signature that is not last', 400, -1022, (at: number) => ['GET', `/fapi/v3/balance?signature=${sign(`timestamp=${at}`)}&timestamp=${at}`] as const],
    ['no key for a listen key', 401, -2014, () => ['POST', '/fapi/v1/listenKey', '', null] as const],
    ['a path that was taken away', 404, undefined, () => ['GET', '/fapi/v1/positionRisk'] as const],
  ])('%s: %i %s', async (_case, status, code, request) => {
    const [method, url, body = '', key = LAB_KEY.apiKey] = request(venue.now) as readonly [string, string, string?, (string | null)?]
    const reply = await venue.send(method, url, body, key)
    expect([reply.status, reply.body['code']]).toEqual([status, code])
  })

  it('takes a time at the edge, an older one in a wider window, and either case of the hex', async () => {
    const ask = async (query: string, change = (text: string): string => text): Promise<number> => (await venue.send('GET', `/fapi/v3/balance?${query}&signature=${change(sign(query))}`)).status
    expect([await ask(`timestamp=${venue.now + 999}`), await ask(`timestamp=${venue.now - 5_000}`), await ask(`timestamp=${venue.now - 60_000}&recvWindow=60000`), await ask(`timestamp=${venue.now}`, (text) => text.toUpperCase())]).toEqual([200, 200, 200, 200])
  })

  it('reads query, form or both, signed together without anything between; the query wins', async () => {
    expect((await venue.ask('POST', '/fapi/v1/order', BUY, 'query')).status).toBe(200)
    expect((await venue.ask('POST', '/fapi/v1/order', BUY, 'form')).status).toBe(200)
    const [query, body] = [`symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.02`, `quantity=0.01&timestamp=${venue.now}`]
    const both = await venue.send('POST', `/fapi/v1/order?${query}`, `${body}&signature=${sign(query + body)}`)
    expect(both.body).toMatchObject({ origQty: '0.020' })
    expect((await venue.send('POST', `/fapi/v1/order?${query}`, `${body}&signature=${sign(`${query}&${body}`)}`)).body['code']).toBe(-1022)
  })
})

describe('orders', () => {
  it('acknowledges without prices paid: NEW for ACK, the end for RESULT', async () => {
    const { body, headers } = await venue.ask('POST', '/fapi/v1/order', { ...BUY, newClientOrderId: 'a' })
    expect(body).toMatchObject({ status: 'NEW', executedQty: '0.000', cumQty: '0.000', origQty: '0.010', clientOrderId: 'a', price: '0.00', type: 'MARKET', origType: 'MARKET', positionSide: 'BOTH', reduceOnly: false, closePosition: false, stopPrice: '0.00', goodTillDate: 0, selfTradePreventionMode: 'EXPIRE_MAKER' })
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['avgPrice']))
    expect([headers.get('x-mbx-order-count-10s'), headers.get('x-mbx-order-count-1m')]).toEqual(['1', '1'])
    const result = (await venue.ask('POST', '/fapi/v1/order', { ...BUY, newOrderRespType: 'RESULT' })).body
    expect([result['status'], result['executedQty'], 'avgPrice' in result, 'cumQuote' in result]).toEqual(['FILLED', '0.010', false, false])
    const row = (await venue.ask('GET', '/fapi/v1/order', { symbol: 'BTCUSDT', origClientOrderId: 'a' })).body
    expect(row).toMatchObject({ status: 'FILLED', executedQty: '0.010' })
    expect([row['avgPrice'], row['cumQuote']]).toEqual([expect.stringMatching(/^\d+\.\d{5}$/), expect.stringMatching(/^\d+\.\d{8}$/)])
  })

  it('has the old shape where it is asked for', async () => {
    const old = await LabClient.open({ trading: { settings: { oldAcknowledgements: true } } })
    expect((await old.ask('POST', '/fapi/v1/order', BUY)).body).toMatchObject({ avgPrice: '0.00000', cumQuote: '0.00000000', cumBase: '0.000' })
    await old.close()
  })

  it('gives ids of nineteen digits on every second symbol, whole', async () => {
    const ids = await Promise.all(['BTCUSDT', 'ETHUSDT'].map(async (symbol) => (await venue.ask('POST', '/fapi/v1/order', { ...BUY, symbol, quantity: '0.1' })).body['orderId']))
    expect(ids).toEqual([389_000_000_001, 8_389_765_500_000_000_001n])
    expect((await venue.ask('GET', '/fapi/v1/order', { symbol: 'ETHUSDT', orderId: '8389765500000000001' })).body).toMatchObject({ orderId: 8_389_765_500_000_000_001n })
    expect((await venue.ask('GET', '/fapi/v1/order', { symbol: 'ETHUSDT', orderId: '8389765500000000000' })).body['code']).toBe(-2013)
  })

  it('rests, is asked for, amended, cancelled, and is gone', async () => {
    const { orderId } = (await venue.ask('POST', '/fapi/v1/order', rest(-2))).body
    const key = { symbol: 'BTCUSDT', orderId: told(orderId) }
    expect((await venue.ask('GET', '/fapi/v1/openOrders')).rows).toMatchObject([{ orderId, status: 'NEW', price: expect.stringMatching(/^\d+\.\d0$/) as string }])
    const amended = (await venue.ask('PUT', '/fapi/v1/order', { ...key, side: 'BUY', quantity: '0.02', price: away(-3), modifyId: 9 })).body
    expect(amended).toMatchObject({ orderId, origQty: '0.020', pair: 'BTCUSDT', modifyId: 9 })
    expect((await venue.ask('GET', '/fapi/v1/orderAmendment', key)).rows).toMatchObject([{ orderId, amendment: { origQty: { before: '0.010', after: '0.020' }, count: 1, modifyId: 9 } }])
    expect((await venue.ask('PUT', '/fapi/v1/order', { ...key, side: 'BUY', quantity: '0.02', price: away(-3) })).body['code']).toBe(-5027)
    expect((await venue.ask('PUT', '/fapi/v1/order', { ...key, side: 'BUY', quantity: '0.01', price: away(-3), reduceOnly: true })).body['code']).toBe(-5047)
    const queue = (await venue.ask('PUT', '/fapi/v1/order', { ...key, side: 'BUY', quantity: '0.02', priceMatch: 'QUEUE' })).body
    expect(Number(queue['price']) * 1e8).toBe(venue.lab.market.best('BTCUSDT').bid)
    expect((await venue.ask('GET', '/fapi/v1/openOrder', key)).body).toMatchObject({ orderId })
    expect((await venue.ask('DELETE', '/fapi/v1/order', key)).body).toMatchObject({ status: 'CANCELED', orderId })
    expect((await venue.ask('DELETE', '/fapi/v1/order', key)).body).toEqual({ code: -2011, msg: 'Unknown order sent.' })
    expect((await venue.ask('GET', '/fapi/v1/openOrder', key)).body['code']).toBe(-2013)
    expect((await venue.ask('GET', '/fapi/v1/allOrders', { symbol: 'BTCUSDT' })).rows).toMatchObject([{ orderId, status: 'CANCELED', pair: 'BTCUSDT', cumBase: '0.000' }])
  })

  it('takes several at once, each with an answer of its own', async () => {
    const batch = [rest(-2, { newClientOrderId: 'a' }), rest(-2, { newClientOrderId: 'a' }), { ...BUY, quantity: '0.0001' }]
    const { status, rows } = await venue.ask('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify(batch) })
    expect([status, rows[0]!['status'], rows[1]!['code'], rows[2]!['code']]).toEqual([200, 'NEW', -4116, -1111])
    expect((await venue.ask('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify(Array.from({ length: 6 }, () => BUY)) })).body['code']).toBe(-1130)
    const cancelled = await venue.ask('DELETE', '/fapi/v1/batchOrders', { symbol: 'BTCUSDT', origclientorderidlist: '["a","b"]' })
    expect(cancelled.rows).toMatchObject([{ status: 'CANCELED' }, { code: -2011 }])
    const ids = (await venue.ask('POST', '/fapi/v1/batchOrders', { batchOrders: JSON.stringify([{ ...rest(-2), symbol: 'ETHUSDT', price: '2900', quantity: '0.1' }]) })).rows
    expect((await venue.ask('DELETE', '/fapi/v1/batchOrders', { symbol: 'ETHUSDT', orderIdList: `[${told(ids[0]!['orderId'])}]` })).rows).toMatchObject([{ status: 'CANCELED', orderId: ids[0]!['orderId']! }])
  })

  it('clears a symbol of plain orders only, at once or by the switch of a dead man', async () => {
    await venue.ask('POST', '/fapi/v1/order', rest(-2))
    await venue.ask('POST', '/fapi/v1/algoOrder', { algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', triggerPrice: away(-3), quantity: '0.01' })
    expect((await venue.ask('DELETE', '/fapi/v1/allOpenOrders', { symbol: 'BTCUSDT' })).body['code']).toBe(200)
    expect([(await venue.ask('GET', '/fapi/v1/openOrders')).rows.length, (await venue.ask('GET', '/fapi/v1/openAlgoOrders')).rows.length]).toEqual([0, 1])
    await venue.ask('POST', '/fapi/v1/order', rest(-5))
    expect((await venue.ask('POST', '/fapi/v1/countdownCancelAll', { symbol: 'BTCUSDT', countdownTime: 1000 })).body).toEqual({ symbol: 'BTCUSDT', countdownTime: '1000' })
    venue.lab.clock.advance(1_000)
    expect([(await venue.ask('GET', '/fapi/v1/openOrders')).rows.length, (await venue.ask('GET', '/fapi/v1/openAlgoOrders')).rows.length]).toEqual([0, 1])
  })
})

describe('the account', () => {
  it('shows flat symbols nowhere in v3 and everywhere in v2', async () => {
    const shown = async (path: string, list = 'positions') => {
      const { body, rows } = await venue.ask('GET', path)
      return ((list === '' ? rows : body[list]) as readonly unknown[]).length
    }
    expect([await shown('/fapi/v3/account'), await shown('/fapi/v3/positionRisk', ''), await shown('/fapi/v2/account'), await shown('/fapi/v2/positionRisk', '')]).toEqual([0, 0, 2, 2])
    await venue.ask('POST', '/fapi/v1/order', BUY)
    expect([await shown('/fapi/v3/account'), await shown('/fapi/v3/positionRisk', '')]).toEqual([1, 1])
  })

  it('says the same of a trade in every place', async () => {
    await venue.ask('POST', '/fapi/v1/order', BUY)
    const [trade] = (await venue.ask('GET', '/fapi/v1/userTrades', { symbol: 'BTCUSDT' })).rows
    const [fee] = (await venue.ask('GET', '/fapi/v1/income', { incomeType: 'COMMISSION' })).rows
    const [balance] = (await venue.ask('GET', '/fapi/v3/balance')).rows
    const account = (await venue.ask('GET', '/fapi/v3/account')).body
    const [risk] = (await venue.ask('GET', '/fapi/v3/positionRisk', { symbol: 'BTCUSDT' })).rows
    expect(trade).toMatchObject({ symbol: 'BTCUSDT', side: 'BUY', qty: '0.010', buyer: true, maker: false, positionSide: 'BOTH', commissionAsset: 'USDT', marginAsset: 'USDT', realizedPnl: '0.00000000' })
    expect(fee).toMatchObject({ income: `-${told(trade!['commission'])}`, tradeId: told(trade!['id']), symbol: 'BTCUSDT' })
    expect(typeof fee!['tranId']).toBe('bigint')
    expect(balance).toMatchObject({ asset: 'USDT', balance: account['totalWalletBalance']! })
    expect(risk).toMatchObject({ positionAmt: '0.010', marginAsset: 'USDT', isolatedWallet: '0', unRealizedProfit: account['totalUnrealizedProfit']!, maintMargin: account['totalMaintMargin']! })
    expect('leverage' in risk!).toBe(false)
  })

  it.each([
    ['/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 126 }, -4028], ['/fapi/v1/leverage', { symbol: 'BTCUSDT' }, -1102],
    ['/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'CROSSED' }, -4046], ['/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'cross' }, -1130],
    ['/fapi/v1/positionSide/dual', { dualSidePosition: 'false' }, -4059], ['/fapi/v1/multiAssetsMargin', { multiAssetsMargin: 'false' }, -4171],
    ['/fapi/v1/positionMargin', { symbol: 'BTCUSDT', amount: '1', type: 1 }, -4049],
  ])('%s refuses %j with %i', async (path, fields, code) => {
    expect((await venue.ask('POST', path, fields)).body['code']).toBe(code)
  })

  it('changes what may be changed, and not under an order or a position', async () => {
    const set = async (path: string, fields: Readonly<Record<string, string | number>>) => {
      const { body } = await venue.ask('POST', path, fields)
      return body['code'] ?? body
    }
    expect(await set('/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 100 })).toEqual({ leverage: 100, maxNotionalValue: '600000', symbol: 'BTCUSDT' })
    await venue.ask('POST', '/fapi/v1/order', rest(-2))
    expect([await set('/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'ISOLATED' }), await set('/fapi/v1/positionSide/dual', { dualSidePosition: 'true' }), await set('/fapi/v1/multiAssetsMargin', { multiAssetsMargin: 'true' })]).toEqual([-4047, -4067, -4170])
    await venue.ask('DELETE', '/fapi/v1/allOpenOrders', { symbol: 'BTCUSDT' })
    expect(await set('/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'ISOLATED' })).toBe(200)
    expect(await set('/fapi/v1/multiAssetsMargin', { multiAssetsMargin: 'true' })).toBe(-4167)
    await venue.ask('POST', '/fapi/v1/order', BUY)
    expect([await set('/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'CROSSED' }), await set('/fapi/v1/positionSide/dual', { dualSidePosition: 'true' }), await set('/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: 50 })]).toEqual([-4048, -4068, -4161])
    expect(await set('/fapi/v1/positionMargin', { symbol: 'BTCUSDT', amount: '1.5', type: 1 })).toBe(200)
    expect(await set('/fapi/v1/positionMargin', { symbol: 'BTCUSDT', amount: '100', type: 2 })).toBe(-4051)
    const [risk] = (await venue.ask('GET', '/fapi/v3/positionRisk')).rows
    const sum = (...names: readonly string[]): number => names.reduce((total, name) => total + (parseDecimal(told(risk![name]), 8) ?? NaN), 0)
    expect(sum('isolatedMargin')).toBe(sum('isolatedWallet', 'unRealizedProfit'))
    expect((await venue.ask('GET', '/fapi/v1/symbolConfig', { symbol: 'BTCUSDT' })).rows).toEqual([{ symbol: 'BTCUSDT', marginType: 'ISOLATED', isAutoAddMargin: false, leverage: 100, maxNotionalValue: '600000' }])
  })

  it('tells brackets as numbers, and fees as the rates that it takes', async () => {
    const [row] = (await venue.ask('GET', '/fapi/v1/leverageBracket', { symbol: 'BTCUSDT' })).rows
    expect((row!['brackets'] as readonly unknown[]).slice(0, 2)).toEqual([
      { bracket: 1, initialLeverage: 125, notionalCap: 50_000, notionalFloor: 0, maintMarginRatio: 0.004, cum: 0 }, { bracket: 2, initialLeverage: 100, notionalCap: 600_000, notionalFloor: 50_000, maintMarginRatio: 0.005, cum: 50 },
    ])
    expect((await venue.ask('GET', '/fapi/v1/commissionRate', { symbol: 'BTCUSDT' })).body).toMatchObject({ makerCommissionRate: '0.0002', takerCommissionRate: '0.0005' })
  })
})
