const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z)?$/

/** Milliseconds of a date or time in UTC, as '2023-05-01' or '2023-05-01T12:00:00Z'. Undefined for anything else, days that do not exist included. */
export function parseIsoTime(text: string): number | undefined {
  const time = ISO.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10)) ? undefined : time
}

/** '2023-05-01T12:00:00.000Z'. */
export const isoTime = (time: number): string => new Date(time).toISOString()

/** '2023-05-01', UTC. */
export const isoDay = (time: number): string => isoTime(time).slice(0, 10)
