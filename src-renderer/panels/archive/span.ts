const DAY_MS = 86_400_000

export interface Span {
  readonly from: number
  readonly to: number
}

/** Dates as the browser's date field writes them, days in UTC; '' is the end of what there is. The day in `to` is included. Undefined: it ends before it begins. */
export function spanOf(from: string, to: string): { readonly from: number | null; readonly to: number | null } | undefined {
  const [start, end] = [dayStart(from), dayStart(to)]
  const until = end === null ? null : end + DAY_MS
  return start !== null && until !== null && until <= start ? undefined : { from: start, to: until }
}

const dayStart = (date: string): number | null => (date === '' ? null : Date.parse(`${date}T00:00:00Z`))

/** A time as a date field writes its day. */
export const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The whole of several spans; undefined when there is none. */
export function wholeOf(spans: readonly Span[]): Span | undefined {
  return spans.length === 0 ? undefined : { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) }
}

/** Where a time lies in a span: 0 its beginning, 1 its end; never outside. */
export const placeIn = ({ from, to }: Span, time: number): number => Math.min(1, Math.max(0, (time - from) / Math.max(1, to - from)))

/** Its days are told apart, not its months. */
export const isShort = ({ from, to }: Span): boolean => to - from < 62 * DAY_MS

/** Beginnings of months, or of days when it is short, at most so many. */
export function calendarTicks({ from, to }: Span, most: number): readonly number[] {
  if (isShort({ from, to })) return everyDays({ from, to }, most)
  const first = new Date(from)
  const months = Array.from({ length: 600 }, (_, i) => Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1 + i, 1)).filter((time) => time < to)
  const step = [1, 2, 3, 6, 12].find((each) => months.length / each <= most) ?? Math.ceil(months.length / most)
  return months.filter((_, i) => i % step === 0)
}

function everyDays({ from, to }: Span, most: number): readonly number[] {
  const step = Math.max(1, Math.ceil((to - from) / DAY_MS / most)) * DAY_MS
  const first = Math.ceil(from / DAY_MS) * DAY_MS
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / step)) }, (_, i) => first + i * step)
}
