import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDecimal } from '../../src-shared/domain/decimal.ts'
import { notionalOf } from '../../src-shared/domain/instrument.ts'
import type { Quantity } from '../../src-shared/domain/units.ts'
import { cancelAlgo } from '../../src-main/lab/binance/trading/algo-orders.ts'
import { accountSums, unrealizedOf } from '../../src-main/lab/binance/trading/margin-sums.ts'
import { amendOrder, cancelOrder } from '../../src-main/lab/binance/trading/plain-orders.ts'
import { Refusal } from '../../src-main/lab/binance/trading/refusal.ts'
import { setLeverage } from '../../src-main/lab/binance/trading/settings.ts'
import { isOpenOrder, positionsOf } from '../../src-main/lab/binance/trading/trading-state.ts'
import { LabBench } from '../support/lab-account.ts'

const RUNS = process.env['HAETAE_TEST_FULL'] === '1' ? 1_500 : 60

const side = fc.constantFrom('BUY' as const, 'SELL' as const)
const quantity = fc.integer({ min: 1, max: 400 }).map((thousandths) => (thousandths / 1_000).toFixed(3))
const symbol = fc.constantFrom('BTCUSDT', 'ETHUSDT')
const percent = fc.integer({ min: -400, max: 400 })
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('market' as const), side, quantity, symbol, reduceOnly: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('limit' as const), side, quantity, symbol, percent, timeInForce: fc.constantFrom('GTC', 'IOC', 'FOK', 'GTX') }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('stop' as const), side, quantity, symbol, percent, closePosition: fc.boolean(), take: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('trail' as const), side, quantity, symbol }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('price' as const), symbol, percent: fc.integer({ min: -900, max: 900 }), depth: fc.integer({ min: 10, max: 300 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), number: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('amend' as const), number: fc.nat(30), percent, thousandths: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fund' as const), symbol, rate: fc.integer({ min: -200_000, max: 200_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leverage' as const), symbol, leverage: fc.integer({ min: 1, max: 125 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 1_000 }) }) },
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

const START_PRICE: Readonly<Record<string, number>> = { BTCUSDT: 60_000, ETHUSDT: 3_000 }

/** Prices stay where an order may be: a walk by steps, from where the symbol stands. */
class Story {
  readonly bench: LabBench
  readonly prices: Record<string, number> = { ...START_PRICE }

  constructor(marginType: 'CROSSED' | 'ISOLATED', dualSide: boolean) {
    this.bench = new LabBench({ marginType, dualSide, leverage: 20 })
  }

  do(step: Action): void {
    try {
      this.#carryOut(step)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
    this.bench.account.settled()
  }

  #near(name: string, hundredths: number): string {
    return (Math.round((this.prices[name]! * (10_000 + hundredths)) / 10_000 / 0.1) / 10).toFixed(1)
  }

  #carryOut(step: Action): void {
    const { bench } = this
    const { state } = bench.account
    const sides = state.dualSide ? { positionSide: 'side' in step && step.side === 'BUY' ? 'LONG' : 'SHORT' } : {}
    switch (step.kind) {
      case 'market':
        return void bench.place({ symbol: step.symbol, side: step.side, type: 'MARKET', quantity: step.quantity, ...sides, ...(step.reduceOnly ? (state.dualSide ? { positionSide: step.side === 'BUY' ? 'SHORT' : 'LONG' } : { reduceOnly: true }) : {}) })
      case 'limit':
        return void bench.place({ symbol: step.symbol, side: step.side, type: 'LIMIT', timeInForce: step.timeInForce, quantity: step.quantity, price: this.#near(step.symbol, step.percent), ...sides })
      case 'stop':
        return void bench.algo({ symbol: step.symbol, side: step.side, type: step.take ? 'TAKE_PROFIT_MARKET' : 'STOP_MARKET', triggerPrice: this.#near(step.symbol, step.percent), ...(step.closePosition ? { closePosition: true } : { quantity: step.quantity }), ...sides })
      case 'trail':
        return void bench.algo({ symbol: step.symbol, side: step.side, type: 'TRAILING_STOP_MARKET', callbackRate: '1', quantity: step.quantity, ...sides })
      case 'price':
        this.prices[step.symbol] = Math.min(Math.max(Math.round(this.prices[step.symbol]! * (10_000 + step.percent)) / 10_000, START_PRICE[step.symbol]! / 4), START_PRICE[step.symbol]! * 4)
        return bench.price(Math.round(this.prices[step.symbol]! * 10) / 10, { bidQuantity: step.depth, askQuantity: step.depth }, step.symbol)
      case 'cancel': {
        const open = state.orders.filter(isOpenOrder)
        const algo = state.algos.at(-1 - (step.number % Math.max(1, state.algos.length)))
        return void (step.number % 2 === 0 && open.length > 0 ? cancelOrder(state, open[step.number % open.length]) : cancelAlgo(state, algo))
      }
      case 'amend': {
        const open = state.orders.filter((order) => isOpenOrder(order) && order.type === 'LIMIT')
        const order = open[step.number % Math.max(1, open.length)]
        if (order) amendOrder(state, order, { price: Math.round(Number(this.#near(order.desk.rules.symbol, step.percent)) * 100) as typeof order.price, quantity: step.thousandths as Quantity, modifyId: 1 })
        return
      }
      case 'fund':
        return bench.fund(step.rate, this.prices[step.symbol]!, step.symbol)
      case 'leverage':
        return setLeverage(state, state.desks.get(step.symbol)!, step.leverage)
      case 'wait':
        return bench.wait(step.ms)
    }
  }
}

/** What must be so after every step, whatever was done. */
function check({ bench }: Story): void {
  const { state } = bench.account
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  // Money: the wallet is what income says, and what trades, funding and the fund made of the deposit.
  expect(bench.wallet()).toBe(sum(state.income.map(({ amount }) => amount)))
  expect(sum(state.trades.map(({ realized }) => realized))).toBe(sum(state.income.filter(({ type }) => type === 'REALIZED_PNL').map(({ amount }) => amount)))
  for (const desk of state.desks.values()) {
    const trades = state.trades.filter(({ order }) => order.desk === desk)
    const signed = ({ order, quantity: size }: (typeof trades)[number]): number => (order.side === 'BUY' ? size : -size)
    for (const position of positionsOf(state, desk)) {
      const own = trades.filter(({ order }) => order.positionSide === position.side)
      // Position: what was bought less what was sold, at what it cost; profit is what came in less what went out.
      expect(position.quantity).toBe(sum(own.map(signed)))
      const paid = sum(own.map((trade) => Math.sign(signed(trade)) * trade.notional))
      expect(Math.abs(sum(own.map(({ realized }) => realized)) + unrealizedOf(desk, position) - (notionalOf(desk.rules.version, desk.quote!.mark, position.quantity) - paid))).toBeLessThanOrEqual(own.length)
      if (position.quantity === 0) expect([position.cost, position.isolatedWallet, position.burden]).toEqual([0, 0, 0])
      expect(position.side === 'LONG' ? position.quantity >= 0 : position.side === 'SHORT' ? position.quantity <= 0 : true).toBe(true)
    }
    // Orders: those in the book are the open ones, each filled by its trades, and no more than it asked for.
    expect(desk.orders).toEqual(state.orders.filter((order) => order.desk === desk && isOpenOrder(order)).toSorted((a, b) => desk.orders.indexOf(a) - desk.orders.indexOf(b)))
  }
  for (const order of state.orders) {
    expect(order.executed).toBe(sum(state.trades.filter((trade) => trade.order === order).map(({ quantity: size }) => size)))
    expect(order.executed <= order.quantity && (order.status === 'FILLED') === (order.executed === order.quantity)).toBe(true)
  }
  const { crossWallet, wallet } = accountSums(state)
  expect(crossWallet + sum([...state.desks.values()].flatMap((desk) => positionsOf(state, desk).map(({ isolatedWallet }) => isolatedWallet)))).toBe(wallet)
}

/** Every fill is told once by an order; wallet and positions that were told last are those that are. */
function checkTold({ bench }: Story): void {
  const told = bench.events.filter(({ e }) => e === 'ORDER_TRADE_UPDATE').map((event) => (event as unknown as { o: { t: number; x: string } }).o)
  expect(told.filter(({ t }) => t > 0).map(({ t }) => t).toSorted((a, b) => a - b)).toEqual(bench.account.state.trades.map(({ id }) => id).toSorted((a, b) => a - b))
  const accounts = bench.events.filter(({ e }) => e === 'ACCOUNT_UPDATE') as unknown as { a: { B: { wb: string }[]; P: { s: string; ps: string; pa: string; iw: string }[] } }[]
  if (accounts.length > 0) expect(parseDecimal(accounts.at(-1)!.a.B[0]!.wb, 8)).toBe(bench.wallet())
  const positions = new Map(accounts.flatMap(({ a: { P } }) => P.map((one) => [`${one.s} ${one.ps}`, one] as const)))
  for (const desk of bench.account.state.desks.values()) {
    for (const { side: ps, quantity: pa, isolatedWallet } of positionsOf(bench.account.state, desk)) {
      const heard = positions.get(`${desk.rules.symbol} ${ps}`) ?? { pa: '0', iw: '0' }
      expect([parseDecimal(heard.pa, 3), parseDecimal(heard.iw, 8)]).toEqual([pa, isolatedWallet])
    }
  }
}

it.each([['CROSSED', false], ['ISOLATED', false], ['CROSSED', true], ['ISOLATED', true]] as const)('money, positions and orders agree after every step of any story (%s, hedge %s)', (marginType, dualSide) => {
  fc.assert(fc.property(fc.array(action, { minLength: 5, maxLength: 40 }), (steps) => {
    const story = new Story(marginType, dualSide)
    for (const step of steps) {
      story.do(step)
      check(story)
    }
    checkTold(story)
  }), { numRuns: RUNS })
})
