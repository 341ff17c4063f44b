import type { PositionRow, TradeRow } from '../../src-shared/contract/views.ts'
import { percent, signOf } from '../format/number.ts'
import { hourMinute } from '../format/time.ts'
import { t } from '../i18n/text.ts'
import { lowerBound } from './columns.ts'

/** An entry or an exit of ours on the chart. */
export interface TradeMark {
  /** Of its round trip. */
  readonly entryId: string
  readonly kind: 'entry' | 'exit'
  readonly time: number
  readonly side: 'long' | 'short'
  readonly text: string
  readonly tone: 'up' | 'down' | 'none'
  /** Higher ones get their text first: what is open, then what came of it. */
  readonly rank: number
}

/** All marks of an instrument, oldest first. */
export function marksOf(trades: readonly TradeRow[], positions: readonly PositionRow[]): readonly TradeMark[] {
  const closed = trades.flatMap(({ entryId, side, openedAt, closedAt, net, ...trade }): TradeMark[] => [
    { entryId, kind: 'entry', time: openedAt, side, text: t(side), tone: toneOf(side), rank: 0 },
    { entryId, kind: 'exit', time: closedAt, side, text: percent(netPart({ net, ...trade }), 2, true), tone: signOf(net), rank: 1 },
  ])
  const open = positions.map(({ entryId, side, openedAt }): TradeMark => ({ entryId, kind: 'entry', time: openedAt, side, text: hourMinute(openedAt), tone: toneOf(side), rank: 2 }))
  return [...closed, ...open].toSorted((a, b) => a.time - b.time)
}

/** What came of a round trip after all costs, as a part of what was put in. */
export function netPart({ net, entry, quantity }: Pick<TradeRow, 'net' | 'entry' | 'quantity'>): number | null {
  const notional = Math.abs(Number(entry) * Number(quantity))
  return notional > 0 ? Number(net) / notional : null
}

/** Those of a stretch of time. */
export function marksWithin(marks: readonly TradeMark[], from: number, to: number): readonly TradeMark[] {
  const times = marks.map(({ time }) => time)
  return marks.slice(lowerBound(times, from), lowerBound(times, to))
}

const toneOf = (side: 'long' | 'short'): 'up' | 'down' => (side === 'long' ? 'up' : 'down')
