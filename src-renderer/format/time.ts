/** Times are UTC; the page says so once. */
const iso = (time: number): string => new Date(time).toISOString()

/** 14:27:46 */
export const clock = (time: number): string => iso(time).slice(11, 19)
/** 2026-11-20 */
export const date = (time: number): string => iso(time).slice(0, 10)
/** 11-20 14:27 */
export const stamp = (time: number): string => iso(time).slice(5, 16).replace('T', ' ')
/** 2026-11-20 14:27:46.114 UTC, for tooltips. */
export const fullTime = (time: number): string => `${iso(time).slice(0, 23).replace('T', ' ')} UTC`

/** Two units at most: 3 h 15 m. */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return `${Math.max(0, Math.floor(ms / 1_000))} s`
  if (minutes < 60) return `${minutes} m`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? `${hours} h ${minutes % 60} m` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}
