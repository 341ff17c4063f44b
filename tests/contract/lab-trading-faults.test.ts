import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LabClient, told, type Json, type Told } from '../support/lab-client.ts'

/** A busy machine may take its time. */
const PATIENCE = { timeout: 10_000 }

let venue: LabClient
beforeEach(async () => {
  venue = await LabClient.open()
})
afterEach(() => venue.close())

const BUY = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01', newClientOrderId: 'a' }
const REST = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '62000', newClientOrderId: 'a' }
const NAMED = { symbol: 'BTCUSDT', origClientOrderId: 'a' }
const place = (fields: Readonly<Record<string, string | boolean>> = BUY): Promise<Told> => venue.ask('POST', '/fapi/v1/order', fields)
const found = async (): Promise<unknown> => (await venue.ask('GET', '/fapi/v1/order', NAMED)).body['status'] ?? 'absent'
const fault = (name: string, options = {}): void => venue.lab.faults.set(name, options)

describe('an order is answered otherwise than it went', () => {
  it.each([
    ['order-unavailable', 503, -1016, 'Service Unavailable.', 'absent'],
    ['order-internal', 503, -1001, 'Internal error; unable to process your request. Please try again.', 'absent'],
    ['order-unknown', 503, undefined, 'Unknown error, please check your request or try again later.', 'absent'],
    ['order-unknown-executed', 503, undefined, 'Unknown error, please check your request or try again later.', 'FILLED'],
    ['order-1006', 503, -1006, 'An unexpected response was received from the message bus. Execution status unknown.', 'FILLED'],
    ['order-1007', 408, -1007, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.', 'FILLED'],
  ])('%s: %i %s, and the order is %s', async (name, ...expected) => {
    fault(name, { count: 1 })
    const reply = await place()
    expect([reply.status, reply.body['code'], reply.body['msg'], await found()]).toEqual(expected)
    expect((await place()).status).toBe(200)
  })

  it('order-late and key-revoked: refused for another reason each, and nothing was done', async () => {
    fault('order-late', { count: 1 })
    expect([(await place()).body['code'], await found()]).toEqual([-5028, 'absent'])
    fault('key-revoked', { count: 1 })
    const reply = await place()
    expect([reply.status, reply.body['code'], reply.body['msg'], await found()]).toEqual([401, -2015, expect.stringContaining('127.0.0.1'), 'absent'])
  })

  it('order-lost: the connection is cut, and the order was executed', async () => {
    fault('order-lost', { count: 1 })
    await expect(place()).rejects.toThrow()
    expect(await found()).toBe('FILLED')
  })

  it('order-throttled: what opens is refused, what reduces and cancels passes', async () => {
    await place()
    await place({ ...REST, newClientOrderId: 'b' })
    fault('order-throttled')
    expect([(await place()).status, (await place()).body['code']]).toEqual([503, -1008])
    expect((await place({ ...BUY, side: 'SELL', reduceOnly: true })).status).toBe(200)
    expect((await venue.ask('DELETE', '/fapi/v1/order', { symbol: 'BTCUSDT', origClientOrderId: 'b' })).status).toBe(200)
  })
})

describe('orders are not where they should be', () => {
  it('order-hidden: accepted, and not to be found or cancelled for five seconds', async () => {
    fault('order-hidden', { count: 1 })
    await place(REST)
    expect([await found(), (await venue.ask('DELETE', '/fapi/v1/order', NAMED)).body['code'], (await venue.ask('GET', '/fapi/v1/openOrders')).rows]).toEqual(['absent', -2011, []])
    venue.lab.clock.advance(5_000)
    expect(await found()).toBe('NEW')
  })

  it('algo-hidden and algo-stuck: a stop that cannot be seen, and one that never becomes an order', async () => {
    await place()
    const mark = venue.lab.market.mark('BTCUSDT') / 1e8
    fault('algo-hidden', { count: 1 })
    fault('algo-stuck')
    const stop = { algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'TRAILING_STOP_MARKET', callbackRate: '0.1', quantity: '0.01', clientAlgoId: 's' }
    expect((await venue.ask('POST', '/fapi/v1/algoOrder', stop)).body).toMatchObject({ algoStatus: 'NEW', callbackRate: '0.1', activatePrice: expect.stringMatching(/^\d/) as string })
    expect([(await venue.ask('GET', '/fapi/v1/algoOrder', { clientAlgoId: 's' })).body['code'], (await venue.ask('DELETE', '/fapi/v1/algoOrder', { clientAlgoId: 's' })).body['code']]).toEqual([-2013, -2011])
    const status = async (): Promise<unknown> => (await venue.ask('GET', '/fapi/v1/algoOrder', { clientAlgoId: 's' })).body['algoStatus']
    for (let minute = 0; minute < 600 && (await status()) !== 'TRIGGERING'; minute++) venue.lab.clock.advance(60_000)
    venue.lab.clock.advance(60_000)
    expect([await status(), (await venue.ask('DELETE', '/fapi/v1/algoOrder', { clientAlgoId: 's' })).body['code'], mark > 0]).toEqual(['TRIGGERING', -2011, true])
    expect((await venue.ask('GET', '/fapi/v3/positionRisk')).rows).toMatchObject([{ positionAmt: '0.010' }])
  })

  it('algo-moved: a code that nobody knows', async () => {
    fault('algo-moved', { count: 1 })
    const stop = { algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', triggerPrice: '50000', quantity: '0.01' }
    expect([(await venue.ask('POST', '/fapi/v1/algoOrder', stop)).body['code'], (await venue.ask('POST', '/fapi/v1/algoOrder', stop)).status]).toEqual([-4999, 200])
  })

  it('halted and filters-change: the account keeps to what the market has become', async () => {
    await place()
    fault('filters-change', { symbol: 'BTCUSDT' })
    expect([(await place({ ...BUY, quantity: '0.015' })).body['code'], (await place({ ...BUY, quantity: '0.02' })).status]).toEqual([-4023, 200])
    fault('halted', { symbol: 'BTCUSDT' })
    expect([(await place()).body['code'], (await place({ ...BUY, side: 'SELL', reduceOnly: true })).body['code'], (await place({ ...BUY, symbol: 'ETHUSDT', quantity: '0.1' })).status]).toEqual([-4140, -4141, 200])
  })

  it('cancel-refused and cancel-too-late: -2011 for an order that lives, and for one that was just filled', async () => {
    await place(REST)
    fault('cancel-refused', { count: 1 })
    expect([(await venue.ask('DELETE', '/fapi/v1/order', NAMED)).body['code'], await found()]).toEqual([-2011, 'NEW'])
    fault('cancel-too-late', { count: 1 })
    expect([(await venue.ask('DELETE', '/fapi/v1/order', NAMED)).body['code'], await found()]).toEqual([-2011, 'FILLED'])
  })

  it('partial-expiry: half is filled, the rest expires', async () => {
    fault('partial-expiry', { count: 1 })
    expect((await place({ ...BUY, newOrderRespType: 'RESULT' })).body).toMatchObject({ status: 'EXPIRED', executedQty: '0.005' })
  })
})

describe('the user stream', () => {
  async function heardOf(deed: () => Promise<unknown>): Promise<string[]> {
    const { listenKey } = (await venue.send('POST', '/fapi/v1/listenKey')).body
    const { heard, socket } = await venue.listen(`/private/ws/${told(listenKey)}`)
    await deed()
    socket.send('{"method":"LIST_SUBSCRIPTIONS","id":0}')
    await expect.poll(() => heard.some((one) => one['id'] === 0), PATIENCE).toBe(true)
    return heard.filter((one) => !('id' in one)).map((one) => told(one['e']))
  }

  it.each([
    ['event-lost', ['ORDER_TRADE_UPDATE']],
    ['event-twice', ['ORDER_TRADE_UPDATE', 'ORDER_TRADE_UPDATE', 'TRADE_LITE', 'TRADE_LITE', 'ACCOUNT_UPDATE', 'ACCOUNT_UPDATE', 'ORDER_TRADE_UPDATE', 'ORDER_TRADE_UPDATE']],
    ['event-reordered', ['ORDER_TRADE_UPDATE', 'ORDER_TRADE_UPDATE', 'ACCOUNT_UPDATE', 'TRADE_LITE']],
    ['user-silent', []],
  ])('%s', async (name, events) => {
    fault(name)
    expect(await heardOf(() => place())).toEqual(events)
    expect(await found()).toBe('FILLED')
  })

  it('funding: booked but not told, or neither', async () => {
    const funding = async (): Promise<number> => (await venue.ask('GET', '/fapi/v1/income', { incomeType: 'FUNDING_FEE', symbol: 'BTCUSDT' })).rows.length
    await place()
    expect(await heardOf(async () => venue.lab.clock.advance(1_000))).toEqual([])
    fault('funding-event-missing')
    const settled = async (): Promise<void> => venue.lab.clock.advance(20_000)
    expect([(await heardOf(settled)).includes('ACCOUNT_UPDATE'), (await funding()) > 0]).toEqual([false, true])
    const other = await LabClient.open({ faults: [['funding-missing', {}]] })
    await other.ask('POST', '/fapi/v1/order', BUY)
    other.lab.clock.advance(20_000)
    expect((await other.ask('GET', '/fapi/v1/income', { incomeType: 'FUNDING_FEE' })).rows).toEqual([])
    await other.close()
  })

  it('key-expiry: the key ends now', async () => {
    expect(await heardOf(async () => fault('key-expiry'))).toEqual(['listenKeyExpired'])
    expect((await venue.send('PUT', '/fapi/v1/listenKey')).body['code']).toBe(-1125)
  })
})

describe('somebody else', () => {
  const control = (wish: object): Promise<Response> => fetch(`${venue.lab.restUrl}/lab/faults`, { method: 'POST', body: JSON.stringify(wish) })

  it('trades, changes the leverage, and liquidates, as the control address asks', async () => {
    await control({ name: 'leverage-outside', symbol: 'BTCUSDT', value: '11' })
    await control({ name: 'hand-trade', symbol: 'BTCUSDT', value: '-0.02' })
    await control({ name: 'margin-outside', symbol: 'ETHUSDT' })
    expect((await venue.ask('GET', '/fapi/v1/symbolConfig')).rows).toMatchObject([{ symbol: 'BTCUSDT', leverage: 11, marginType: 'CROSSED' }, { symbol: 'ETHUSDT', marginType: 'ISOLATED' }])
    expect((await venue.ask('GET', '/fapi/v3/positionRisk')).rows).toMatchObject([{ positionAmt: '-0.020' }])
    await control({ name: 'deleveraging', symbol: 'BTCUSDT' })
    expect((await venue.ask('GET', '/fapi/v1/forceOrders', { autoCloseType: 'ADL' })).rows).toMatchObject([{ clientOrderId: 'adl_autoclose', executedQty: '0.010' }])
    await control({ name: 'liquidation', symbol: 'BTCUSDT' })
    expect((await venue.ask('GET', '/fapi/v1/forceOrders', { autoCloseType: 'LIQUIDATION' })).rows).toMatchObject([{ side: 'BUY', status: 'FILLED', clientOrderId: expect.stringMatching(/^autoclose-/) as string }])
    expect((await venue.ask('GET', '/fapi/v3/positionRisk')).rows).toEqual([])
    await control({ name: 'mode-outside' })
    expect((await venue.ask('GET', '/fapi/v1/positionSide/dual')).body).toEqual({ dualSidePosition: true })
    for (const wish of [{ name: 'hand-trade', symbol: 'NOPE', value: '1' }, { name: 'hand-trade', symbol: 'BTCUSDT' }, { name: 'leverage-outside', symbol: 'BTCUSDT' }]) expect((await control(wish)).status).toBe(400)
  })
})

describe('a departure that clients must catch', () => {
  it('is another word, a missing field, a rounded amount, a wrong path', async () => {
    const open = (): Promise<Told> => venue.ask('GET', '/fapi/v1/openOrders')
    for (const name of ['departed-status', 'departed-field', 'departed-amount', 'departed-route']) fault(name)
    const reply = (await place({ ...BUY, newOrderRespType: 'RESULT' })).body
    const [trade] = (await venue.ask('GET', '/fapi/v1/userTrades', { symbol: 'BTCUSDT' })).rows
    expect([reply['status'], 'executedQty' in reply, told(trade!['commission']), (await open()).status]).toEqual(['DONE', false, expect.stringMatching(/^\d+\.\d\d$/), 404])
    venue.lab.faults.clear()
    expect([(await open()).rows, ((await venue.ask('GET', '/fapi/v1/userTrades', { symbol: 'BTCUSDT' })).rows[0] as Json)['commission']]).toEqual([[], expect.stringMatching(/^\d+\.\d{8}$/)])
  })
})
