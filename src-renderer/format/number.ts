import { t } from '../i18n/text.ts'

const MINUS = '−'
export const DASH = '—'

/** Whether an exact number or a float is above, below or at zero; for colour. */
export type Sign = 'up' | 'down' | 'none'

export function signOf(value: string | number | null): Sign {
  const number = Number(value ?? 0)
  if (number > 0) return 'up'
  return number < 0 ? 'down' : 'none'
}

/** Decimal text rounded half away from zero, with thousands commas and a true minus. Exact: the text never becomes a float. */
function written(text: string, decimals: number, signed: boolean): string {
  const negative = text.startsWith('-')
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const digits = BigInt(whole + fraction.slice(0, decimals + 1).padEnd(decimals + 1, '0'))
  const rounded = String((digits + 5n) / 10n).padStart(decimals + 1, '0')
  const cut = rounded.length - decimals
  const body = rounded.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, ',') + (decimals > 0 ? `.${rounded.slice(cut)}` : '')
  if (/^[0.,]+$/.test(body)) return body
  if (negative) return MINUS + body
  return signed ? `+${body}` : body
}

/** 1234.567 → 1,234.57. */
export const money = (text: string | null): string => (text === null ? DASH : written(text, 2, false))
/** 1234.567 → +1,234.57. */
export const signedMoney = (text: string | null): string => (text === null ? DASH : written(text, 2, true))
/** With the decimals of the tick. */
export const price = (text: string | null, decimals: number): string => (text === null ? DASH : written(text, decimals, false))
/** All decimals there are. */
export const quantity = (text: string | null): string => (text === null ? t('all') : written(text, text.split('.')[1]?.length ?? 0, false))

/** A fraction as a percentage: .00124 → +0.124%. */
export function percent(fraction: number | null, decimals: number, signed = false): string {
  return fraction === null ? DASH : `${written((fraction * 100).toFixed(decimals), decimals, signed)}%`
}

export const probability = (value: number | null): string => (value === null ? DASH : value.toFixed(3))

/** A float for charts and cards with so many decimals: 1234.5 → 1,234.5. */
export const float = (value: number | null, decimals: number, signed = false): string => (value === null ? DASH : written(value.toFixed(decimals), decimals, signed))

/** The size of a file: 812 B, 48.2 kB, 1.3 MB, 4.2 GB. */
export function bytes(count: number): string {
  if (count < 1_000) return t('unit.bytes', { count })
  if (count < 1_000_000) return t('unit.kilobytes', { count: (count / 1_000).toFixed(1) })
  return count < 1_000_000_000 ? t('unit.megabytes', { count: (count / 1_000_000).toFixed(1) }) : t('unit.gigabytes', { count: (count / 1_000_000_000).toFixed(1) })
}
