import { parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import { MONEY_DECIMALS, type Amount, type Price, type Quantity } from '../../../../src-shared/domain/units.ts'
import { invalid, missing, refusal } from './refusal.ts'
import type { TradedSymbol } from './traded-symbol.ts'
import type { SymbolDesk, TradingState } from './trading-state.ts'

/** The parameters of a request, decoded. An empty text is none. */
export type Params = ReadonlyMap<string, string>

export const textOf = (params: Params, name: string): string | undefined => params.get(name) || undefined

export function required(params: Params, name: string): string {
  const text = textOf(params, name)
  if (text === undefined) throw missing(name)
  return text
}

/** One of a few words, or what is taken when nothing is sent. */
export function oneOf<Word extends string>(params: Params, name: string, words: readonly Word[], { otherwise, code = -1130 }: { readonly otherwise?: Word; readonly code?: number } = {}): Word {
  const text = otherwise === undefined ? required(params, name) : (textOf(params, name) ?? otherwise)
  const word = words.find((one) => one === text)
  if (word === undefined) throw refusal(code)
  return word
}

export function flagOf(params: Params, name: string): boolean {
  const text = textOf(params, name)?.toLowerCase()
  if (text !== undefined && text !== 'true' && text !== 'false') throw invalid(name)
  return text === 'true'
}

/** A whole number, or undefined. */
export function integerOf(params: Params, name: string): number | undefined {
  const text = textOf(params, name)
  if (text === undefined) return undefined
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN
  if (!Number.isSafeInteger(value)) throw invalid(name)
  return value
}

/** An id of any length, or undefined. */
export function idOf(params: Params, name: string): bigint | undefined {
  const text = textOf(params, name)
  if (text === undefined) return undefined
  if (!/^\d{1,19}$/.test(text)) throw invalid(name)
  return BigInt(text)
}

export function deskOf(state: TradingState, params: Params): SymbolDesk {
  const desk = state.desks.get(required(params, 'symbol'))
  if (!desk) throw refusal(-1121)
  return desk
}

/** 0 when it was not sent. On the precision of the symbol; tick and bounds are asked for by whoever needs them. */
export function priceOf(params: Params, name: string, { version, pricePrecision }: TradedSymbol): Price {
  return scaled(params, name, { decimals: version.priceDecimals, precision: pricePrecision }) as Price
}

export function quantityOf(params: Params, name: string, { version, quantityPrecision }: TradedSymbol): Quantity {
  return scaled(params, name, { decimals: version.quantityDecimals, precision: quantityPrecision }) as Quantity
}

export function moneyOf(params: Params, name: string): Amount {
  required(params, name)
  return scaled(params, name, { decimals: MONEY_DECIMALS, precision: MONEY_DECIMALS }) as Amount
}

function scaled(params: Params, name: string, { decimals, precision }: { readonly decimals: number; readonly precision: number }): number {
  const text = textOf(params, name)
  if (text === undefined) return 0
  if (!/^\d{1,16}(\.\d{0,20})?$/.test(text)) throw missing(name)
  if ((text.split('.')[1] ?? '').replace(/0+$/, '').length > precision) throw refusal(-1111)
  const value = parseDecimal(text.replace(/\.$/, ''), decimals)
  if (value === undefined) throw invalid(name)
  return value
}

const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/

/** The client's own id, or one that the venue makes. */
export function clientIdOf(state: TradingState, params: Params, name: string): string {
  const text = textOf(params, name)
  if (text === undefined) {
    state.idsMade++
    return `lab${state.settings.seed}x${String(state.idsMade).padStart(16, '0')}`
  }
  if (!CLIENT_ID.test(text)) throw refusal(-4015)
  return text
}
