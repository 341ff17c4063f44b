export interface Point {
  readonly time: number
  readonly value: number
}

/** The newest point of each minute: what a curve of days needs. */
export function perMinute(points: readonly Point[]): readonly Point[] {
  return points.filter(({ time }, i) => i === points.length - 1 || Math.floor(time / 60_000) !== Math.floor(points[i + 1]!.time / 60_000))
}

/** Lengths of time that divide hours and days. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1_440].map((minutes) => minutes * 60_000)

/**
 * At most about `count` points that look the same: of each stretch of time the lowest and the highest in their order, placed at round
 * times so that an axis finds them. A dip of one point is never lost, and the newest point stays.
 */
export function decimated(points: readonly Point[], count: number): readonly Point[] {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last || points.length <= count) return points
  const wished = (2 * (last.time - first.time)) / Math.max(1, count - 1)
  const step = STEPS.find((each) => each >= wished) ?? Math.ceil(wished / DAY_MS) * DAY_MS
  const kept: Point[] = []
  for (let from = 0; from < points.length; ) {
    const start = Math.floor(points[from]!.time / step) * step
    let to = from
    while (to < points.length && points[to]!.time < start + step) to++
    kept.push(...extremes(points.slice(from, to), start, step))
    from = to
  }
  const end = kept.at(-1)!
  if (end.value !== last.value) kept.push({ time: Math.max(last.time, end.time + 1_000), value: last.value })
  return kept
}

const DAY_MS = 86_400_000

function extremes(points: readonly Point[], start: number, step: number): readonly Point[] {
  let low = 0
  let high = 0
  for (const [i, { value }] of points.entries()) {
    if (value < points[low]!.value) low = i
    if (value > points[high]!.value) high = i
  }
  const [one, other] = [points[Math.min(low, high)]!, points[Math.max(low, high)]!]
  return low === high ? [{ time: start, value: one.value }] : [{ time: start, value: one.value }, { time: start + step / 2, value: other.value }]
}

/** How far below its highest so far each point is, as a fraction: 0 at a high, −0.02 two percent below. */
export function drawdowns(points: readonly Point[]): readonly Point[] {
  let peak = Number.NEGATIVE_INFINITY
  return points.map(({ time, value }) => {
    peak = Math.max(peak, value)
    return { time, value: peak > 0 ? value / peak - 1 : 0 }
  })
}
