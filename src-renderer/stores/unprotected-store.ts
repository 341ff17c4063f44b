import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { PositionRow } from '../../src-shared/contract/views.ts'
import { usePositions } from './positions-store.ts'
import { useStatus } from './status-store.ts'

/** A position without a stop that is known to rest, and when this window first saw it so. */
export interface Unprotected {
  readonly entryId: string
  readonly instrumentId: string
  /** The engine's time. */
  readonly since: number
  /** This computer's time. */
  readonly seenAt: number
}

/** What is being closed counts too: until it is closed, nothing protects it. */
export const useUnprotected: UseBoundStore<StoreApi<{ readonly all: readonly Unprotected[] }>> = create<{ readonly all: readonly Unprotected[] }>(() => ({ all: [] }))

/** Positions whose stop was known to rest at some time: without it they are naked from then on, the others since they were opened. */
const everVerified = new Set<string>()

usePositions.subscribe(({ value = [] }) => {
  const before = new Map(useUnprotected.getState().all.map((known) => [known.entryId, known]))
  const now = Date.now()
  for (const { entryId, stopVerified } of value) if (stopVerified) everVerified.add(entryId)
  const sinceOf = ({ entryId, openedAt }: PositionRow): number => (everVerified.has(entryId) ? (useStatus.getState().value?.time ?? openedAt) : openedAt)
  const all = value.filter(({ stopVerified }) => !stopVerified).map((row) => before.get(row.entryId) ?? { entryId: row.entryId, instrumentId: row.instrumentId, since: sinceOf(row), seenAt: now })
  if (all.length > 0 || before.size > 0) useUnprotected.setState({ all })
})
