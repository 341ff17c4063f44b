/** What a key does while the chart has the focus. */
export type ChartMove =
  /** By a part of what is seen. */
  | { readonly kind: 'pan'; readonly by: number }
  | { readonly kind: 'zoom'; readonly by: number }
  | { readonly kind: 'oldest' }
  | { readonly kind: 'newest' }

const PAN = 0.12
const PAN_FAR = 0.6
const ZOOM = 1.25

export function chartMove({ key, shiftKey, ctrlKey, altKey, metaKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>): ChartMove | undefined {
  if (ctrlKey || altKey || metaKey) return undefined
  const far = shiftKey ? PAN_FAR : PAN
  switch (key) {
    case 'ArrowLeft': return { kind: 'pan', by: -far }
    case 'ArrowRight': return { kind: 'pan', by: far }
    case '+': case '=': return { kind: 'zoom', by: ZOOM }
    case '-': case '_': return { kind: 'zoom', by: 1 / ZOOM }
    case 'Home': return { kind: 'oldest' }
    case 'End': return { kind: 'newest' }
    default: return undefined
  }
}
