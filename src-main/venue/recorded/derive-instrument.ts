import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import { parseInstrument, type InstrumentDefinition } from './parse-instrument.ts'
import type { SymbolDecimals } from './scan-decimals.ts'

/** Marks an instrument of which only the decimals are known, taken from its candles. */
const DERIVED_GROUP = 'unclassified'
const SYMBOL = /^([A-Za-z0-9]{1,30}?)(USDT|USDC)$/
/** Mark prices have eight decimals. */
const PRICE_DECIMALS = 8
const DECIMALS_MAX = 12
/** A number of fifteen digits is always a safe integer. */
const DIGITS_MAX = 15
/** 2019-09-01, before the venue's first perpetual. */
const VALID_FROM = 1_567_296_000_000

export const isDerived = ({ riskGroup }: Instrument): boolean => riskGroup === DERIVED_GROUP

/**
 * An instrument whose rules nobody has given: decimals enough for what was found and for what the archive has of it, and halted, so that
 * its candles can be kept and looked at but nothing is opened on it. Or why there is none.
 */
export function deriveInstrument(instrumentId: string, found: SymbolDecimals | undefined, before?: Instrument): Instrument | string {
  const [, baseAsset = '', settleAsset = ''] = SYMBOL.exec(instrumentId) ?? []
  if (!baseAsset) return `nothing is known about "${instrumentId}", and its name does not end with USDT or USDC. Give its rules with --definition FILE.json (docs/import.md).`
  const { price, priceDigits, quantity, quantityDigits } = found ?? NOTHING_FOUND
  const known = before?.versions[0] ?? { priceDecimals: 0, quantityDecimals: 0 }
  const priceDecimals = Math.max(fitting(Math.max(PRICE_DECIMALS, price), priceDigits), known.priceDecimals)
  const quantityDecimals = Math.max(fitting(quantity, quantityDigits), known.quantityDecimals)
  const instrument = parseInstrument(definitionOf({ instrumentId, baseAsset, settleAsset }, priceDecimals, quantityDecimals))
  return typeof instrument === 'string' ? instrument : { ...instrument, versions: instrument.versions.map((one) => ({ ...one, status: 'halted' as const })) }
}

const NOTHING_FOUND: SymbolDecimals = { price: 0, priceDigits: 1, quantity: 0, quantityDigits: 1 }

const fitting = (decimals: number, digits: number): number => Math.max(0, Math.min(decimals, DECIMALS_MAX, DIGITS_MAX - digits))

function definitionOf(names: Pick<InstrumentDefinition, 'instrumentId' | 'baseAsset' | 'settleAsset'>, priceDecimals: number, quantityDecimals: number): InstrumentDefinition {
  const smallest = (decimals: number): string => (decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`)
  const largest = (decimals: number): string => '9'.repeat(DIGITS_MAX - decimals)
  const [tick, step, quantityMax] = [smallest(priceDecimals), smallest(quantityDecimals), largest(quantityDecimals)]
  return {
    ...names, venue: 'binance-usdm', symbol: names.instrumentId, kind: 'linear-perpetual', riskGroup: DERIVED_GROUP, slippage: '0.0015',
    versions: [{
      validFrom: VALID_FROM, priceDecimals, quantityDecimals, tick, priceMin: tick, priceMax: largest(priceDecimals), step, quantityMin: step, quantityMax, marketQuantityMax: quantityMax,
      notionalMin: '5', marketDistanceMax: '0.05', fees: { maker: '0.0002', taker: '0.0005', liquidation: '0.0125' }, fundingHours: 8,
      marginTiers: [{ cap: '10000', maintenanceRate: '0.05', leverageMax: 10 }],
    }],
  }
}
