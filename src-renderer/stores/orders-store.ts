import type { StoreApi, UseBoundStore } from 'zustand'
import type { OrderRow } from '../../src-shared/contract/views.ts'
import { rowsStore, type Rows } from './topic-stores.ts'

/** One row per order: its newest. */
export const useOrders: UseBoundStore<StoreApi<Rows<OrderRow>>> = rowsStore('orders', (rows, added) => {
  const byIntent = new Map(rows.map((row) => [row.intentId, row]))
  for (const row of added) byIntent.set(row.intentId, row)
  return [...byIntent.values()]
})
