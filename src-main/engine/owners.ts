import { entryIdFrom } from '../execution/order-ids.ts'
import type { EngineState } from './state.ts'

/** The entry that an order id belongs to, whichever strategy of this account gave it; undefined for an id of somebody else. */
export function ownEntryId({ execution, settings: { strategies } }: EngineState, clientOrderId: string): string | undefined {
  const known = execution.orders.get(clientOrderId)?.order
  // Also of a strategy that trades here no more.
  if (known) return known.entryId ?? known.intentId
  for (const { config } of strategies) {
    const entryId = entryIdFrom(config.orderTag, clientOrderId)
    if (entryId !== undefined) return entryId
  }
  return undefined
}

/** Who decided an entry. Of what nobody remembers: whose tag it carries. */
export function strategyOfEntry({ execution, ledger, settings: { strategies } }: EngineState, instrumentId: string, entryId: string): string {
  const order = execution.orders.get(entryId)?.order
  const held = ledger.trades.get(instrumentId)?.position
  if (order) return order.strategyId
  if (held?.entryId === entryId) return held.strategyId
  return (strategies.find(({ config }) => entryIdFrom(config.orderTag, entryId) !== undefined) ?? strategies[0]).config.strategyId
}

/** Who holds an instrument, or was the last to trade it: a payment may come when nothing is held any more. */
export function strategyOfInstrument({ execution, ledger, settings: { strategies } }: EngineState, instrumentId: string): string {
  const held = ledger.trades.get(instrumentId)?.position
  if (held) return held.strategyId
  const last = [...execution.orders.values()].findLast(({ order }) => order.terms.instrumentId === instrumentId)
  return last?.order.strategyId ?? strategies[0].config.strategyId
}
