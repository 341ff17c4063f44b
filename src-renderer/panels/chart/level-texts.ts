import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import type { PositionRow } from '../../../src-shared/contract/views.ts'
import type { Level } from '../../charts/levels.ts'
import { negated, productOf, sumOf } from '../../format/exact.ts'

/** A level with what it means for the position: how far it is, and the money it would bring. */
export interface LevelText extends Level {
  /** Exact, as the engine gave it. */
  readonly text: string
  /** From the mark, as a fraction of it. */
  readonly distance: number | null
  /** The same in average true ranges. */
  readonly ranges: number | null
  /** Exact. At the stop what was reserved, costs included; at the take-profit before costs; at the entry what it is worth now. */
  readonly money: string | null
}

/** The levels of a position, as far as they are known. */
export function levelTexts(position: PositionRow, row: Pick<MarketRow, 'mark' | 'atr'> | undefined): readonly LevelText[] {
  const mark = position.mark ?? row?.mark ?? null
  const atr = row?.atr ?? null
  const at = (role: Level['role'], text: string | null, money: string | null): readonly LevelText[] => {
    if (text === null) return []
    const distance = mark === null ? null : Number(text) / Number(mark) - 1
    return [{ role, price: Number(text), text, money, distance, ranges: distance === null || !atr ? null : Math.abs(distance) / atr }]
  }
  return [
    ...at('take-profit', position.takeProfit, won(position)),
    ...at('entry', position.entry, position.unrealized),
    ...at('stop', position.stop, negated(position.lossAtStop)),
    ...at('liquidation', position.liquidation, null),
  ]
}

function won({ takeProfit, entry, quantity, side }: PositionRow): string | null {
  const way = sumOf(side === 'long' ? [takeProfit, negated(entry)] : [entry, negated(takeProfit)])
  return way === null ? null : productOf(way, quantity.replace('-', ''))
}
