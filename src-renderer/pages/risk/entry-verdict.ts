import type { GuardView, LatchView, StatusView } from '../../../src-shared/contract/views.ts'

/** Why nothing would be opened now, the reason a person can do something about first; null: entries are allowed. */
export type EntryRefusal =
  | { readonly kind: 'not-ready' | 'off' | 'exits-only' | 'lost' }
  | { readonly kind: 'latch'; readonly latches: readonly LatchView[] }
  | { readonly kind: 'component'; readonly components: readonly string[] }
  /** Of all instruments; 'some': of one at least, the others may be free. */
  | { readonly kind: 'guard' | 'some'; readonly guards: readonly GuardView[] }

/** These judge an instrument; the status tells of the one with the least room. */
const OF_AN_INSTRUMENT: ReadonlySet<string> = new Set([
  'instrument-trading', 'stale-mark', 'stale-candle', 'unresolved-order', 'foreign-quantity', 'liquidation-distance', 'funding-against', 'notional-instrument', 'group-exposure',
])

interface Circumstances {
  readonly connected: boolean
  readonly exitsOnly: boolean
  readonly status: Pick<StatusView, 'ready' | 'trading' | 'latches' | 'components' | 'guards'>
}

export function entryRefusal({ connected, exitsOnly, status }: Circumstances): EntryRefusal | null {
  const { ready, trading, latches, components, guards } = status
  if (!connected) return { kind: 'lost' }
  if (!ready) return { kind: 'not-ready' }
  if (exitsOnly) return { kind: 'exits-only' }
  if (latches.length > 0) return { kind: 'latch', latches }
  const down = components.filter(({ healthy }) => !healthy).map(({ component }) => component)
  if (down.length > 0) return { kind: 'component', components: down }
  const refusing = guards.filter(({ verdict, guard }) => verdict === 'refuse' && guard !== 'trading-off')
  const ofAll = refusing.filter(({ guard }) => !OF_AN_INSTRUMENT.has(guard))
  if (ofAll.length > 0) return { kind: 'guard', guards: ofAll }
  if (trading && refusing.length > 0) return { kind: 'some', guards: refusing }
  return trading ? null : { kind: 'off' }
}
