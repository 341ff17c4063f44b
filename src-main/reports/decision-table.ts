import type { Decision, SideValue } from '../../src-shared/domain/decision.ts'
import { money, scaleOf, when, type TableContext } from './exact-cells.ts'
import { rowOf, type Cell, type ExportTable } from './export-row.ts'

const COLUMNS = [
  'time', 'decision_id', 'instrument', 'strategy', 'account', 'action', 'reason', 'refused_by', 'side',
  'mark_price', 'quantity', 'notional', 'stop_price', 'take_profit_price', 'exit_time',
  'long_expected_value', 'long_win_probability', 'long_break_even_probability', 'short_expected_value', 'short_win_probability', 'short_break_even_probability',
  'long_model', 'short_model', 'feature_set_hash', 'config_hash',
] as const

/** Every decision, FLAT ones included. Pages come ascending by time. */
export function decisionsTable(pages: AsyncIterable<readonly Decision[]>, context: TableContext): ExportTable {
  return { columns: COLUMNS, rows: decisionRows(pages, context) }
}

async function* decisionRows(pages: AsyncIterable<readonly Decision[]>, context: TableContext): AsyncGenerator<readonly Cell[]> {
  for await (const page of pages) for (const decision of page) yield decisionRow(decision, context)
}

function decisionRow(decision: Decision, context: TableContext): readonly Cell[] {
  const { decisionId, instrumentId, strategyId, accountId, asOf, action, reason, side, markPrice, quantity, notional, stopPrice, takeProfitPrice, exitTime } = decision
  const scale = scaleOf(context, instrumentId, asOf)
  /** Prices of a decision without an entry are 0, which means that there are none. */
  const price = (value: number): Cell => scale.price(value === 0 ? undefined : value)
  return rowOf(COLUMNS, {
    time: when(asOf), decision_id: decisionId, instrument: instrumentId, strategy: strategyId, account: accountId, action, reason,
    refused_by: decision.guards.filter(({ verdict }) => verdict === 'refuse').map(({ guard }) => guard).join(' '),
    side, mark_price: price(markPrice), quantity: scale.quantity(quantity), notional: money(notional),
    stop_price: price(stopPrice), take_profit_price: price(takeProfitPrice), exit_time: when(exitTime),
    ...sideCells('long', decision.long), ...sideCells('short', decision.short),
    long_model: decision.modelIds.long, short_model: decision.modelIds.short, feature_set_hash: decision.featureSetHash, config_hash: decision.configHash,
  })
}

type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], Cell>>>

function sideCells(side: 'long' | 'short', value: SideValue | null): Cells {
  if (!value) return {}
  return {
    [`${side}_expected_value`]: value.expectedValue, [`${side}_win_probability`]: value.winProbability, [`${side}_break_even_probability`]: value.breakEvenProbability,
  }
}
