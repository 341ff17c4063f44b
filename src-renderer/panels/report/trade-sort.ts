import type { ReportTrade } from '../../stores/report-trades-store.ts'

/** What trades may be put in order by. */
export type SortName = 'opened' | 'instrument' | 'side' | 'expected' | 'probability' | 'net' | 'money' | 'ended' | 'held' | 'adverse' | 'favourable'

const SORTS: Readonly<Record<SortName, (trade: ReportTrade) => number | string | null>> = {
  opened: ({ openedAt }) => openedAt,
  instrument: ({ instrumentId }) => instrumentId,
  side: ({ side }) => side,
  expected: ({ expectedValue }) => expectedValue,
  probability: ({ winProbability }) => winProbability,
  net: ({ netReturn }) => netReturn,
  money: ({ net }) => Number(net),
  ended: ({ exitReason }) => exitReason,
  held: ({ openedAt, closedAt }) => closedAt - openedAt,
  adverse: ({ adverse }) => adverse,
  favourable: ({ favourable }) => favourable,
}

export interface TradeOrder {
  readonly by: SortName
  readonly down: boolean
}

/** Words ascend first, numbers descend first; the same column again turns round. */
export function nextOrder(order: TradeOrder, by: SortName): TradeOrder {
  if (order.by === by) return { by, down: !order.down }
  return { by, down: by !== 'instrument' && by !== 'side' && by !== 'ended' }
}

/** What is not known stands last either way; equals stay in the order in which they closed. */
export function sortedTrades(trades: readonly ReportTrade[], { by, down }: TradeOrder): readonly ReportTrade[] {
  const keyed = trades.map((trade) => ({ trade, key: SORTS[by](trade) }))
  const turn = down ? -1 : 1
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
    return a.key < b.key ? -turn : a.key > b.key ? turn : 0
  })
  return keyed.map(({ trade }) => trade)
}
