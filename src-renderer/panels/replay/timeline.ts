import type { LogRow, TradeRow } from '../../../src-shared/contract/views.ts'
import { netPart } from '../../charts/trade-marks.ts'
import { thinned } from '../../charts/thin.ts'

export interface Span {
  readonly from: number
  readonly to: number
}

/** Something worth finding again on the timeline. `part` is its place: 0 the beginning, 1 the end. */
export interface TimelineMark {
  readonly key: string
  readonly kind: 'won' | 'lost' | 'alarm'
  readonly time: number
  readonly part: number
  readonly trade?: TradeRow
  readonly alarm?: LogRow
}

/** Marks nearer than this part of the line cover each other; alarms are shown before trades. */
const NEAR = 0.008

export function timelineMarks(trades: readonly TradeRow[], log: readonly LogRow[], span: Span): readonly TimelineMark[] {
  const partOf = (time: number): number => (time - span.from) / Math.max(1, span.to - span.from)
  const closed = trades.map((trade): TimelineMark => ({ key: trade.entryId, kind: (netPart(trade) ?? 0) >= 0 ? 'won' : 'lost', time: trade.closedAt, part: partOf(trade.closedAt), trade }))
  const alarms = log.flatMap((row, i): readonly TimelineMark[] => (row.level === 'alarm' ? [{ key: `${row.time} ${i}`, kind: 'alarm', time: row.time, part: partOf(row.time), alarm: row }] : []))
  const places = [...closed, ...alarms].filter(({ part }) => part >= 0 && part <= 1).map((mark) => ({ mark, x: mark.part, rank: mark.kind === 'alarm' ? 1 : 0 }))
  return [...thinned(places, NEAR)].map(({ mark }) => mark).toSorted((a, b) => a.part - b.part)
}

/** Round times inside the span for its scale: days, or hours when it is short, at most so many. `offsetMs` is how far the shown zone is ahead. */
export function timelineTicks({ from, to }: Span, offsetMs: number, most: number): readonly number[] {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? Math.ceil((to - from) / most / DAY_MS) * DAY_MS
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step)
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const STEPS = [HOUR_MS, 4 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 2 * DAY_MS, 7 * DAY_MS, 14 * DAY_MS, 30 * DAY_MS, 90 * DAY_MS] as const
