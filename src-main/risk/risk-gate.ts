import type { GuardVerdict } from '../../src-shared/domain/decision.ts'
import type { ApprovedOrder, OrderIntent } from '../../src-shared/domain/order.ts'
import type { RiskSettings } from '../../src-shared/domain/strategy.ts'
import type { Quantity } from '../../src-shared/domain/units.ts'
import { entryForm } from './entry-form.ts'
import { GUARDS } from './guards.ts'
import type { RiskContext } from './risk-context.ts'

interface EntryVerdict {
  /** Null when any guard refused. */
  readonly order: ApprovedOrder | null
  /** Of every guard, in a fixed order, also of those after a refusal. */
  readonly verdicts: readonly GuardVerdict[]
}

/** The only way to an order that opens: every guard is asked, and one refusal is enough. */
export function checkEntry(intent: OrderIntent, context: RiskContext, settings: RiskSettings): EntryVerdict {
  const verdicts = [entryForm(intent, context), ...GUARDS.map((guard) => guard(context, settings))]
  const refused = verdicts.some(({ verdict }) => verdict === 'refuse')
  return { order: refused ? null : (intent as ApprovedOrder), verdicts }
}

type ExitRefusal = 'is-an-entry' | 'could-open' | 'nothing-held' | 'wrong-side' | 'bad-quantity' | 'more-than-held' | 'foreign-quantity'

type ExitVerdict = { readonly order: ApprovedOrder } | { readonly refusal: ExitRefusal }

/**
 * Lets exits through whatever state the desk is in; it refuses only what could open or touch what is not ours.
 * `ownQuantity` is signed; `foreignQuantity` is what else is held there, null = not known.
 */
export function approveExit(intent: OrderIntent, ownQuantity: Quantity, foreignQuantity: Quantity | null): ExitVerdict {
  const refusal = refusalOf(intent, ownQuantity) ?? refusalOfAmount(intent, ownQuantity, foreignQuantity)
  return refusal ? { refusal } : { order: intent as ApprovedOrder }
}

function refusalOf({ purpose, terms }: OrderIntent, ownQuantity: Quantity): ExitRefusal | null {
  if (purpose === 'open') return 'is-an-entry'
  if (!terms.reduceOnly && !terms.closePosition) return 'could-open'
  if (ownQuantity === 0 || !Number.isSafeInteger(ownQuantity)) return 'nothing-held'
  return terms.side === (ownQuantity > 0 ? 'sell' : 'buy') ? null : 'wrong-side'
}

function refusalOfAmount({ terms: { closePosition, quantity } }: OrderIntent, ownQuantity: Quantity, foreignQuantity: Quantity | null): ExitRefusal | null {
  if (closePosition) return foreignQuantity === 0 ? null : 'foreign-quantity'
  if (quantity === undefined || !Number.isSafeInteger(quantity) || quantity <= 0) return 'bad-quantity'
  return quantity > Math.abs(ownQuantity) ? 'more-than-held' : null
}
