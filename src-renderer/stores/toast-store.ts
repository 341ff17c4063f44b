import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { stays, withToast, type NewToast, type Toast } from './toasts.ts'

const SHOWN_MS = 6_000

export const useToasts: UseBoundStore<StoreApi<{ readonly toasts: readonly Toast[] }>> = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }))

let nextId = 1

/** Tells the person one fact. It goes by itself unless something is wrong. */
export function toast(fact: NewToast): void {
  const added = { ...fact, id: nextId++ }
  useToasts.setState(({ toasts }) => ({ toasts: withToast(toasts, added) }))
  if (!stays(added)) setTimeout(() => dismissToast(added.id), SHOWN_MS)
}

export const dismissToast = (id: number): void => useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((shown) => shown.id !== id) }))
export const dismissAllToasts = (): void => useToasts.setState({ toasts: [] })
