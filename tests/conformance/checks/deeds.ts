import { call, data, type Row } from '../support/check.ts'
import { priceOf, quantityOf, rulesOf, SYMBOL, UNIFIED } from '../support/truth.ts'
import { over, sum, times } from '../support/exact.ts'
import type { World } from '../support/world.ts'

export const TAKER = '0.0005'
export const MAKER = '0.0002'
export const LEVERAGE = '20'

export interface Bought {
  readonly price: string
  readonly quantity: string
  readonly fee: string
}

/** As much as the best ask holds, at most a tenth of a coin: it fills at one price. */
export function modest(world: World): string {
  const { askQuantity, bidQuantity } = world.market.best(SYMBOL)
  const { quantityDecimals, step } = rulesOf(world, SYMBOL)
  const most = Math.min(askQuantity, bidQuantity, 10 ** quantityDecimals / 10)
  const units = Number(over(0, quantityOf(world, most), step))
  return times(quantityDecimals, String(units), step)
}

/** Buys at the market through ccxt while time stands still: at the best ask, by hand. */
export async function buy(world: World, params: Row = {}): Promise<Bought> {
  const quantity = modest(world)
  const price = priceOf(world, world.market.best(SYMBOL).ask)
  await call(world, 'createOrder', UNIFIED, 'market', 'buy', Number(quantity), undefined, params)
  return { price, quantity, fee: times(8, price, quantity, TAKER) }
}

/** A price so many parts in a thousand away from the mark, on the tick. */
export function awayFromMark(world: World, thousandths: number): string {
  const { tick, priceDecimals, pricePrecision } = rulesOf(world, SYMBOL)
  const wanted = times(priceDecimals, priceOf(world, world.market.mark(SYMBOL), priceDecimals), over(4, String(1_000 + thousandths), '1000'))
  return times(pricePrecision, over(0, wanted, tick), tick)
}

/** So many ticks away from the best bid. */
export const ticksFromBid = (world: World, ticks: number): string => {
  const { tick, pricePrecision } = rulesOf(world, SYMBOL)
  return sum(pricePrecision, priceOf(world, world.market.best(SYMBOL).bid), times(pricePrecision, tick, String(ticks)))
}

export const ticksFromMark = (world: World, ticks: number): string => {
  const { tick, pricePrecision } = rulesOf(world, SYMBOL)
  return times(pricePrecision, sum(0, over(0, markOf(world), tick), String(ticks)), tick)
}

export const markOf = (world: World): string => priceOf(world, world.market.mark(SYMBOL), rulesOf(world, SYMBOL).priceDecimals)

export const positionOf = async (world: World): Promise<Readonly<Record<string, string>> | undefined> =>
  (await data<readonly Readonly<Record<string, string>>[]>(world, 'positionInformationV3', { symbol: SYMBOL })).find(({ positionAmt }) => Number(positionAmt) !== 0)

export const walletOf = async (world: World): Promise<string> => (await data<readonly { readonly asset: string; readonly balance: string }[]>(world, 'futuresAccountBalanceV3')).find(({ asset }) => asset === 'USDT')!.balance

/** Lets time go on, a second at a time, until something is so; throws when it does not come within so many seconds. */
export async function letTimePass(world: World, isSo: () => boolean, secondsMax: number): Promise<void> {
  for (let second = 0; second < secondsMax && !isSo(); second++) await world.advance(1_000)
  if (!isSo()) throw new Error(`what was waited for did not come within ${secondsMax} s of the venue's time`)
}
