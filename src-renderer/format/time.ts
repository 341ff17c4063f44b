import { t } from '../i18n/text.ts'

/** Where the person's clock stands; Korean accounts read KST first. */
export type Zone = 'UTC' | 'Asia/Seoul' | 'local'

let zone: Zone = 'UTC'

/** The page is drawn anew after this. */
export function setZone(next: Zone): void {
  zone = next
}

const SEOUL_MS = 9 * 3_600_000

/** Milliseconds that the shown clock is ahead of UTC at a time. */
export function offsetAt(time: number): number {
  if (zone === 'UTC') return 0
  return zone === 'Asia/Seoul' ? SEOUL_MS : -new Date(time).getTimezoneOffset() * 60_000
}

const iso = (time: number): string => new Date(time + offsetAt(time)).toISOString()

/** 'UTC', 'KST', or the distance of local time from UTC as '+02:00'. */
export function zoneName(time: number): string {
  if (zone !== 'local') return zone === 'UTC' ? 'UTC' : 'KST'
  const minutes = offsetAt(time) / 60_000
  const two = (part: number): string => String(Math.abs(Math.trunc(part))).padStart(2, '0')
  return minutes === 0 ? 'UTC' : `${minutes < 0 ? '−' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

/** 14:27:46 */
export const clock = (time: number): string => iso(time).slice(11, 19)
/** 14:27 */
export const hourMinute = (time: number): string => iso(time).slice(11, 16)
/** 14:27:46.114, for logs. */
export const logClock = (time: number): string => iso(time).slice(11, 23)
/** 2026-11-20 */
export const date = (time: number): string => iso(time).slice(0, 10)
/** 11-20 */
export const monthDay = (time: number): string => iso(time).slice(5, 10)
/** 11-20 14:27 */
export const stamp = (time: number): string => iso(time).slice(5, 16).replace('T', ' ')
/** 2026-11-20 14:27:46.114 KST, for tooltips. */
export const fullTime = (time: number): string => `${iso(time).slice(0, 23).replace('T', ' ')} ${zoneName(time)}`
/** 05:27 UTC, whatever zone is shown. */
export const utcMinute = (time: number): string => `${new Date(time).toISOString().slice(11, 16)} UTC`

/** Two units at most: 3 h 15 m. */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return t('unit.seconds', { count: Math.max(0, Math.floor(ms / 1_000)) })
  if (minutes < 60) return t('unit.minutes', { count: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${t('unit.hours', { count: hours })} ${t('unit.minutes', { count: minutes % 60 })}`
  return `${t('unit.days', { count: Math.floor(hours / 24) })} ${t('unit.hours', { count: hours % 24 })}`
}

/** One decimal below ten seconds, whole seconds below a minute, then two units: 0.9 s, 48 s, 3 m 12 s. */
export function age(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000
  if (seconds < 10) return t('unit.seconds', { count: seconds.toFixed(1) })
  if (seconds < 60) return t('unit.seconds', { count: Math.floor(seconds) })
  if (seconds < 3_600) return `${t('unit.minutes', { count: Math.floor(seconds / 60) })} ${t('unit.seconds', { count: Math.floor(seconds % 60) })}`
  return duration(ms)
}

/** Time that is left, to the second: 2:14, or 1:02:14. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  const two = (part: number): string => String(part).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
