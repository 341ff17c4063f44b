import { isoTime } from '../base/system-calendar.ts'

const MINUS = '−'

/** '12,345.68', with a true minus. */
export function decimals(value: number, digits: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  const isZero = Number(Math.abs(value).toFixed(digits)) === 0
  return `${value < 0 && !isZero ? MINUS : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

export const whole = (value: number): string => decimals(value, 0)
export const money = (text: string): string => decimals(Number(text), 2)
const withSign = (value: number, shown: string): string => (value > 0 ? `+${shown}` : shown)
/** With its sign, also above 0. */
export const signedMoney = (text: string): string => withSign(Number(text), money(text))
export const percent = (fraction: number, digits = 2): string => `${decimals(100 * fraction, digits)}%`
export const signedPercent = (fraction: number, digits = 2): string => withSign(fraction, percent(fraction, digits))
export const maybe = (value: number | null, shown: (value: number) => string): string => (value === null ? '–' : shown(value))

/** '2023-05-01 12:00'. */
export const minute = (time: number): string => isoTime(time).slice(0, 16).replace('T', ' ')

/** '2 h 15 m', '3 d 4 h'. */
export function duration(minutes: number): string {
  const total = Math.round(minutes)
  const [days, hours, rest] = [Math.floor(total / 1_440), Math.floor(total / 60) % 24, total % 60]
  if (days > 0) return `${days} d ${hours} h`
  return hours > 0 ? `${hours} h ${rest} m` : `${rest} m`
}

/** 'up' or 'down' by sign; nothing for 0. */
export const tone = (value: number): string => (value > 0 ? 'up' : value < 0 ? 'down' : '')
