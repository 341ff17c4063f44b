import { expect } from 'vitest'
import { call, data, refusal, type Check, type Row } from '../support/check.ts'
import { bare, minus, over, sum, times } from '../support/exact.ts'
import { SYMBOL, UNIFIED } from '../support/truth.ts'
import type { World } from '../support/world.ts'
import { buy, letTimePass, LEVERAGE, MAKER, markOf, modest, positionOf, TAKER, walletOf } from './deeds.ts'

interface Bracket {
  readonly initialLeverage: number
  readonly notionalCap: number
  readonly notionalFloor: number
  readonly maintMarginRatio: number
  readonly cum: number
}

const bracketsOf = async (world: World): Promise<readonly Bracket[]> => {
  const reply = await data<unknown>(world, 'notionalAndLeverageBrackets', { symbol: SYMBOL })
  return ((Array.isArray(reply) ? reply[0] : reply) as { readonly brackets: readonly Bracket[] }).brackets
}
const configOf = async (world: World): Promise<Row> => (await data<readonly Row[]>(world, 'symbolConfiguration', { symbol: SYMBOL }))[0]!

/** Money, settings and what a position is worth: each figure worked by hand from price, quantity and the account's settings. */
export const accountChecks: readonly Check[] = [
  {
    name: 'a new account has its deposit, and all of it is free', by: 'ccxt',
    run: async (world) => expect(await call(world, 'fetchBalance')).toMatchObject({ USDT: { total: 10_000, free: 10_000, used: 0 } }),
  },
  {
    name: 'a new account has its deposit, nothing held, nothing open', by: 'official',
    run: async (world) => {
      expect(await data(world, 'accountInformationV3')).toMatchObject({ totalWalletBalance: '10000.00000000', availableBalance: '10000.00000000', totalInitialMargin: '0.00000000', positions: [] })
      expect(await data(world, 'positionInformationV3')).toEqual([])
    },
  },
  {
    name: 'a position’s profit, notional and margins are by the mark', by: 'official',
    run: async (world) => {
      const { price, quantity, fee } = await buy(world)
      await world.advance(20_000)
      const mark = markOf(world)
      const notional = times(8, mark, quantity)
      const profit = times(8, sum(8, mark, minus(price)), quantity)
      const [bracket] = await bracketsOf(world)
      const position = (await positionOf(world))!
      const told = Object.fromEntries(Object.entries(position).map(([name, text]) => [name, typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) ? bare(text) : text]))
      expect(told).toMatchObject({
        symbol: SYMBOL, positionSide: 'BOTH', positionAmt: bare(quantity), entryPrice: bare(price), markPrice: bare(mark), unRealizedProfit: bare(profit), notional: bare(notional),
        initialMargin: bare(over(8, notional, LEVERAGE)), maintMargin: bare(sum(8, times(8, notional, String(bracket!.maintMarginRatio)), minus(String(bracket!.cum)))), marginAsset: 'USDT', isolatedMargin: '0',
      })
      expect(await walletOf(world)).toBe(sum(8, '10000', minus(fee)))
    },
  },
  {
    name: 'a position and the balance that carries it', by: 'ccxt',
    run: async (world) => {
      const { price, quantity, fee } = await buy(world)
      await world.advance(20_000)
      const mark = markOf(world)
      const profit = times(8, sum(8, mark, minus(price)), quantity)
      const [position] = await call<readonly Row[]>(world, 'fetchPositions', [UNIFIED])
      expect(position).toMatchObject({
        symbol: UNIFIED, side: 'long', contracts: Number(quantity), entryPrice: Number(price), markPrice: Number(mark), unrealizedPnl: Number(profit), notional: Number(times(8, mark, quantity)), marginMode: 'cross', hedged: false,
      })
      const balance = await call<{ readonly USDT: Readonly<Record<string, number>>; readonly info: Row }>(world, 'fetchBalance')
      expect(balance.USDT['total']).toBe(Number(sum(8, '10000', minus(fee), profit)))
      expect([balance.info['totalWalletBalance'], balance.info['totalUnrealizedProfit']]).toEqual([sum(8, '10000', minus(fee)), profit])
      expect(balance.USDT['free']).toBeCloseTo(Number(sum(8, '10000', minus(fee), profit, minus(over(8, times(8, mark, quantity), LEVERAGE)))), 7)
    },
  },
  {
    name: 'the liquidation price is where margin meets maintenance, isolated', by: 'official',
    run: async (world) => {
      await data(world, 'changeMarginType', { symbol: SYMBOL, marginType: 'ISOLATED' })
      const { price, quantity } = await buy(world)
      const { isolatedWallet, liquidationPrice } = (await positionOf(world))!
      const bracket = (await bracketsOf(world)).find(({ notionalCap }) => notionalCap >= Number(times(8, price, quantity)))!
      const above = sum(8, isolatedWallet!, String(bracket.cum), minus(times(12, quantity, price)))
      const wanted = over(8, above, times(12, quantity, sum(8, String(bracket.maintMarginRatio), '-1')))
      expect(Math.abs(Number(liquidationPrice) - Number(wanted)) / Number(wanted)).toBeLessThan(2e-6)
      expect(Number(isolatedWallet) / Number(times(8, price, quantity))).toBeCloseTo(1 / Number(LEVERAGE), 2)
    },
  },
  {
    name: 'margin is moved to and from an isolated position', by: 'ccxt',
    run: async (world) => {
      await call(world, 'setMarginMode', 'isolated', UNIFIED)
      await buy(world)
      const before = (await positionOf(world))!['isolatedWallet']!
      await call(world, 'addMargin', UNIFIED, 25)
      expect(Number((await positionOf(world))!['isolatedWallet'])).toBe(Number(sum(8, before, '25')))
      await call(world, 'reduceMargin', UNIFIED, 10)
      expect(Number((await positionOf(world))!['isolatedWallet'])).toBe(Number(sum(8, before, '15')))
    },
  },
  {
    name: 'leverage is what it was set to, and its most is the bracket’s', by: 'ccxt',
    run: async (world) => {
      const { maxNotionalValue } = await call(world, 'setLeverage', 10, UNIFIED)
      const cap = (await bracketsOf(world)).filter(({ initialLeverage }) => initialLeverage >= 10).at(-1)!.notionalCap
      expect(Number(maxNotionalValue)).toBe(cap)
      expect(await configOf(world)).toMatchObject({ leverage: 10, marginType: 'CROSSED', symbol: SYMBOL, maxNotionalValue: String(cap) })
      expect((await call<Readonly<Record<string, Row>>>(world, 'fetchLeverages'))[UNIFIED]).toMatchObject({ longLeverage: 10, shortLeverage: 10, marginMode: 'cross' })
    },
  },
  {
    name: 'leverage beyond what there is has its own code', by: 'official',
    run: async (world) => {
      expect(await data(world, 'changeInitialLeverage', { symbol: SYMBOL, leverage: 7 })).toMatchObject({ leverage: 7, symbol: SYMBOL })
      expect(await refusal(data(world, 'changeInitialLeverage', { symbol: SYMBOL, leverage: 126 }))).toMatchObject({ code: -4028 })
      expect(await configOf(world)).toMatchObject({ leverage: 7 })
    },
  },
  {
    name: 'margin type that is already so, and one that a position forbids', by: 'ccxt',
    run: async (world) => {
      await call(world, 'setMarginMode', 'isolated', UNIFIED)
      expect(await configOf(world)).toMatchObject({ marginType: 'ISOLATED' })
      expect(await refusal(call(world, 'setMarginMode', 'isolated', UNIFIED))).toMatchObject({ name: 'MarginModeAlreadySet', code: -4046 })
      await buy(world)
      expect(await refusal(call(world, 'setMarginMode', 'cross', UNIFIED))).toMatchObject({ code: -4048 })
    },
  },
  {
    name: 'position mode changes what sides there are', by: 'official',
    run: async (world) => {
      expect(await refusal(data(world, 'changePositionMode', { dualSidePosition: 'false' }))).toMatchObject({ code: -4059 })
      expect(await data(world, 'changePositionMode', { dualSidePosition: 'true' })).toEqual({ code: 200, msg: 'success' })
      expect(await data(world, 'futuresAccountConfiguration')).toMatchObject({ dualSidePosition: true, multiAssetsMargin: false })
      expect(await refusal(data(world, 'newOrder', { symbol: SYMBOL, side: 'BUY', type: 'MARKET', quantity: 0.01 }))).toMatchObject({ code: -4061 })
      await buy(world, { positionSide: 'LONG' })
      expect((await positionOf(world))!['positionSide']).toBe('LONG')
      expect(await refusal(data(world, 'changePositionMode', { dualSidePosition: 'false' }))).toMatchObject({ code: -4068 })
    },
  },
  {
    name: 'position mode, as ccxt sets and reads it', by: 'ccxt',
    run: async (world) => {
      await call(world, 'loadMarkets')
      await call(world, 'setPositionMode', true)
      expect(await call(world, 'fetchPositionMode', UNIFIED)).toMatchObject({ hedged: true })
    },
  },
  {
    name: 'margin tiers touch, and each sum makes up for the tiers below it', by: 'ccxt',
    run: async (world) => {
      const tiers = (await call<Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>>(world, 'fetchLeverageTiers', [UNIFIED]))[UNIFIED]!
      const brackets = await bracketsOf(world)
      expect(tiers.map(({ minNotional, maxNotional, maintenanceMarginRate, maxLeverage }) => [minNotional, maxNotional, maintenanceMarginRate, maxLeverage])).toEqual(
        brackets.map(({ notionalFloor, notionalCap, maintMarginRatio, initialLeverage }) => [notionalFloor, notionalCap, maintMarginRatio, initialLeverage]),
      )
      let wanted = 0
      for (const [at, { notionalFloor, maintMarginRatio, cum }] of brackets.entries()) {
        if (at > 0) {
          expect(notionalFloor).toBe(brackets[at - 1]!.notionalCap)
          wanted += notionalFloor * (maintMarginRatio - brackets[at - 1]!.maintMarginRatio)
        }
        expect(cum).toBeCloseTo(wanted, 6)
      }
      const truth = world.market.instrument(SYMBOL)!.versions.at(-1)!.marginTiers
      expect(brackets.map(({ initialLeverage }) => initialLeverage)).toEqual(truth.map(({ leverageMax }) => leverageMax))
    },
  },
  {
    name: 'fees are the account’s', by: 'ccxt',
    run: async (world) => expect(await call(world, 'fetchTradingFee', UNIFIED)).toMatchObject({ symbol: UNIFIED, maker: Number(MAKER), taker: Number(TAKER) }),
  },
  {
    name: 'funding is paid on the mark of the instant by who holds then', by: 'ccxt',
    run: async (world) => {
      const { quantity } = await buy(world)
      const settlement = world.market.nextFundingTime(SYMBOL)
      await world.advance(settlement - world.now() + 2_000)
      const [paid] = await call<readonly Row[]>(world, 'fetchFundingHistory', UNIFIED)
      const rows = await data<readonly { readonly fundingTime: number; readonly fundingRate: string; readonly markPrice: string }[]>(world, 'getFundingRateHistory', { symbol: SYMBOL, limit: 1 })
      expect([rows[0]!.fundingTime >= settlement, rows[0]!.fundingTime < settlement + 30]).toEqual([true, true])
      expect(paid!['amount']).toBe(Number(minus(times(8, quantity, rows[0]!.markPrice, rows[0]!.fundingRate))))
      expect(paid).toMatchObject({ symbol: UNIFIED, code: 'USDT', info: { incomeType: 'FUNDING_FEE' } })
    },
  },
  {
    name: 'what moved the money is told, and adds up to the balance', by: 'official',
    run: async (world) => {
      const { quantity, fee } = await buy(world)
      await world.advance(5_000)
      await data(world, 'newOrder', { symbol: SYMBOL, side: 'SELL', type: 'MARKET', quantity: Number(quantity), reduceOnly: 'true' })
      const rows = await data<readonly { readonly incomeType: string; readonly income: string; readonly asset: string; readonly symbol: string }[]>(world, 'getIncomeHistory', { limit: 100 })
      expect(rows.map(({ incomeType }) => incomeType)).toEqual(expect.arrayContaining(['TRANSFER', 'COMMISSION', 'REALIZED_PNL']))
      expect(rows.filter(({ incomeType }) => incomeType === 'COMMISSION').map(({ income }) => income)[0]).toBe(minus(fee))
      expect(sum(8, ...rows.map(({ income }) => income))).toBe(await walletOf(world))
    },
  },
  {
    name: 'a position is liquidated by the mark, not before and not by the last trade', by: 'official',
    run: async (world) => {
      await data(world, 'changeMarginType', { symbol: SYMBOL, marginType: 'ISOLATED' })
      await data(world, 'changeInitialLeverage', { symbol: SYMBOL, leverage: world.market.instrument(SYMBOL)!.versions.at(-1)!.marginTiers[0]!.leverageMax })
      await data(world, 'newOrder', { symbol: SYMBOL, side: 'SELL', type: 'MARKET', quantity: Number(modest(world)) })
      const { liquidationPrice, isolatedWallet } = (await positionOf(world))!
      const level = Math.floor(Number(liquidationPrice) * 10 ** world.market.instrument(SYMBOL)!.versions.at(-1)!.priceDecimals)
      let metAt: number | undefined
      const stop = world.market.onPrice((tick) => {
        if (tick.kind === 'mark' && tick.symbol === SYMBOL && tick.mark >= level) metAt ??= world.now()
      })
      await letTimePass(world, () => metAt !== undefined, 7_200)
      stop()
      await world.advance(2_000)
      expect(await positionOf(world)).toBeUndefined()
      const [forced] = await data<readonly Row[]>(world, 'usersForceOrders', { autoCloseType: 'LIQUIDATION' })
      expect(forced).toMatchObject({ symbol: SYMBOL, side: 'BUY', status: 'FILLED', timeInForce: 'IOC' })
      expect(String(forced!['clientOrderId'])).toMatch(/^autoclose-/)
      expect(Math.abs(Number(forced!['time']) - metAt!)).toBeLessThan(1_001)
      const wallet = Number(await walletOf(world))
      expect([wallet < 10_000, wallet > 10_000 - Number(isolatedWallet) * 1.5]).toEqual([true, true])
    },
  },
]
