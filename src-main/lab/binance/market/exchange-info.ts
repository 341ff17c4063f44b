import { formatDecimal, powerOfTen } from '../../../../src-shared/domain/decimal.ts'
import { MONEY_DECIMALS, RATE_DECIMALS } from '../../../../src-shared/domain/units.ts'
import { ORDER_LIMITS, WEIGHT_LIMIT } from '../limits.ts'
import type { LiveInstrument } from './live-instrument.ts'
import type { LiveMarket } from './live-market.ts'
import { priceText, quantityText } from './texts.ts'

/** Which venue it plays: the rules of the real one, or of the one where people practise. */
export type LabProfile = 'production' | 'demo'

const PERPETUAL_ENDS = 4_133_404_800_000
const ORDER_TYPES = ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET']

export function exchangeInfo(market: LiveMarket, profile: LabProfile, now: number): unknown {
  return {
    timezone: 'UTC', serverTime: now, futuresType: 'U_MARGINED',
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: WEIGHT_LIMIT[profile] },
      { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: ORDER_LIMITS.minute },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: ORDER_LIMITS.tenSeconds },
    ],
    exchangeFilters: [],
    assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }, { asset: 'BNB', marginAvailable: false, autoAssetExchange: null }],
    symbols: market.all.filter(({ labSymbol }) => market.status(labSymbol.symbol) !== 'CLOSE').map((live) => listing(market, live, profile)),
  }
}

function listing(market: LiveMarket, live: LiveInstrument, profile: LabProfile): unknown {
  const { symbol, pricePrecision, quantityPrecision } = live.labSymbol
  const { instrument, onboardDate } = live
  const { fees } = instrument.versions.at(-1)!
  return {
    symbol, pair: symbol, contractType: 'PERPETUAL', deliveryDate: PERPETUAL_ENDS, onboardDate, status: market.status(symbol),
    maintMarginPercent: '2.5000', requiredMarginPercent: '5.0000', baseAsset: instrument.baseAsset, quoteAsset: 'USDT', marginAsset: 'USDT',
    pricePrecision, quantityPrecision, baseAssetPrecision: 8, quotePrecision: 8, underlyingType: 'COIN', underlyingSubType: ['PoW'], settlePlan: 0, triggerProtect: '0.0500',
    liquidationFee: formatDecimal(fees.liquidation, RATE_DECIMALS).slice(0, 8), marketTakeBound: profile === 'demo' ? '0.30' : '0.05', maxMoveOrderLimit: 10_000,
    filters: filters(live, profile), orderTypes: ORDER_TYPES, timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'], permissionSets: ['GRID', 'COPY'],
  }
}

function filters({ labSymbol, instrument }: LiveInstrument, profile: LabProfile): readonly unknown[] {
  const { rules, priceDecimals } = instrument.versions.at(-1)!
  const price = (value: number): string => priceText(labSymbol, Math.floor(value / powerOfTen(priceDecimals - labSymbol.pricePrecision)))
  const quantity = (value: number): string => quantityText(labSymbol, value)
  const [minQty, stepSize] = [quantity(rules.quantityMin), quantity(rules.quantityStep)]
  return [
    { filterType: 'PRICE_FILTER', minPrice: price(rules.priceMin), maxPrice: price(rules.priceMax), tickSize: price(rules.priceLadder[0]!.tick) },
    { filterType: 'LOT_SIZE', minQty, maxQty: quantity(rules.quantityMax), stepSize },
    { filterType: 'MARKET_LOT_SIZE', minQty, maxQty: quantity(rules.marketQuantityMax), stepSize },
    { filterType: 'MAX_NUM_ORDERS', limit: profile === 'demo' ? 10_000 : 200 },
    { filterType: 'MIN_NOTIONAL', notional: formatDecimal(rules.notionalMin, MONEY_DECIMALS, true) },
    { filterType: 'PERCENT_PRICE', multiplierUp: '1.0500', multiplierDown: '0.9500', multiplierDecimal: '4' },
    { filterType: 'POSITION_RISK_CONTROL', positionControlSide: 'NONE' },
  ]
}
