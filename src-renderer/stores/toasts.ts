/** One fact, and at most one thing to do about it. */
export interface Toast {
  readonly id: number
  readonly tone: 'ok' | 'info' | 'warn' | 'danger'
  readonly text: string
  readonly note?: string | undefined
  readonly action?: { readonly text: string; readonly run: () => void } | undefined
}

export type NewToast = Omit<Toast, 'id'>

/** More are counted, not shown. */
export const TOASTS_MAX = 3
const KEPT_MAX = 50

/** What went wrong stays until a person takes it away. */
export const stays = ({ tone }: Pick<Toast, 'tone'>): boolean => tone === 'warn' || tone === 'danger'

/** The same fact twice is one toast, the newest. */
export function withToast(toasts: readonly Toast[], added: Toast): readonly Toast[] {
  const others = toasts.filter(({ text, note }) => text !== added.text || note !== added.note)
  return [...others, added].slice(-KEPT_MAX)
}

/** Those that are shown, the newest last, what stays before what goes by itself. */
export function shownToasts(toasts: readonly Toast[]): { readonly shown: readonly Toast[]; readonly hidden: number } {
  const shown = toasts.toSorted((a, b) => Number(stays(b)) - Number(stays(a)) || b.id - a.id).slice(0, TOASTS_MAX).toSorted((a, b) => a.id - b.id)
  return { shown, hidden: toasts.length - shown.length }
}
