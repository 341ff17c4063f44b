import { multiplyDivideCut } from '../../src-shared/domain/decimal.ts'
import { roundToTick, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { PositionSide } from '../../src-shared/domain/order.ts'
import { ONE_RATE, type Price, type Rate } from '../../src-shared/domain/units.ts'

interface BarrierRates {
  readonly takeProfit: Rate
  readonly stop: Rate
}

type BarrierPrices =
  | { readonly stopPrice: Price; readonly takeProfitPrice: Price }
  | { readonly refusal: 'barrier-unknown' | 'too-small' }

/** Stop and take-profit as orders need them. Both are rounded toward the mark price, so neither is farther away than was counted with. */
export function barrierPrices(version: InstrumentVersion, mark: Price, side: PositionSide, rates: BarrierRates): BarrierPrices {
  const { rules } = version
  const direction = side === 'long' ? 1 : -1
  if (rates.stop >= ONE_RATE || rates.takeProfit >= ONE_RATE) return { refusal: 'barrier-unknown' }
  const stopPrice = roundToTick(rules, (mark - direction * distance(mark, rates.stop)) as Price, side === 'long' ? 'up' : 'down')
  const takeProfitPrice = roundToTick(rules, (mark + direction * distance(mark, rates.takeProfit)) as Price, side === 'long' ? 'down' : 'up')
  if (direction * (mark - stopPrice) <= 0 || direction * (takeProfitPrice - mark) <= 0) return { refusal: 'too-small' }
  if (Math.min(stopPrice, takeProfitPrice) < Math.max(1, rules.priceMin)) return { refusal: 'barrier-unknown' }
  if (Math.max(stopPrice, takeProfitPrice) > rules.priceMax) return { refusal: 'barrier-unknown' }
  return { stopPrice, takeProfitPrice }
}

/** Price × rate, cut, in units of price. */
const distance = (mark: Price, rate: Rate): number => multiplyDivideCut(mark, rate, ONE_RATE)
