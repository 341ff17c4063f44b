const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** '512 B', '1.5 MB': for people, in steps of 1,024. */
export function bytesText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024
    unit++
  }
  return `${unit === 0 ? value : Math.round(value * 10) / 10} ${UNITS[unit]}`
}
