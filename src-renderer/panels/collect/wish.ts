import type { BinanceChoice } from '../../../src-shared/contract/binance-choice.ts'
import type { CollectWish } from '../../../src-shared/contract/data-views.ts'

/** As it was typed. */
export interface CollectChoice {
  readonly venue: BinanceChoice['name']
  readonly port: string
  readonly instruments: string
  readonly days: string
}

export const FIRST_COLLECTION: CollectChoice = { venue: 'production', port: '', instruments: 'BTCUSDT, ETHUSDT, SOLUSDT, XRPUSDT, DOGEUSDT', days: '365' }

const INSTRUMENTS_MAX = 50
const NAME_MAX = 60
const DAYS_MAX = 3_000
const PORT_MAX = 65_535

/** Undefined: none, too many, or a name that no venue gives. */
export function namesIn(text: string): readonly string[] | undefined {
  const names = [...new Set(text.toUpperCase().split(/[\s,]+/).filter((name) => name !== ''))]
  return names.length > 0 && names.length <= INSTRUMENTS_MAX && names.every((name) => name.length <= NAME_MAX) ? names : undefined
}

/** Or what is missing. */
export function collectWish({ venue, port, instruments, days }: CollectChoice): CollectWish | 'instruments' | 'days' | 'port' {
  const names = namesIn(instruments)
  if (!names) return 'instruments'
  if (!isWhole(days, DAYS_MAX)) return 'days'
  if (venue !== 'local') return { venue: { name: venue }, instruments: names, days: Number(days) }
  return isWhole(port, PORT_MAX) ? { venue: { name: venue, port: Number(port) }, instruments: names, days: Number(days) } : 'port'
}

const isWhole = (text: string, most: number): boolean => /^[1-9]\d{0,4}$/.test(text.trim()) && Number(text) <= most
