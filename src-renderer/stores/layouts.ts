/** By the width of the window: each has its own layout, since what fits differs. */
export type WidthClass = 'narrow' | 'normal' | 'wide'

const NORMAL_FROM = 1_440
const WIDE_FROM = 2_200

export function widthClass(width: number): WidthClass {
  if (width < NORMAL_FROM) return 'narrow'
  return width < WIDE_FROM ? 'normal' : 'wide'
}

/** Where the profile keeps the layout of a window. */
export const layoutKey = (windowKey: string, width: WidthClass): string => `layout.${windowKey}.${width}`

/** All that can be docked. The names are in saved layouts: one is never given another meaning. */
export const PANELS = ['watchlist', 'chart', 'signal', 'positions', 'orders', 'fills', 'why', 'log', 'trades', 'equity', 'guards', 'components'] as const
export type PanelName = (typeof PANELS)[number]

export const isPanelName = (name: string): name is PanelName => (PANELS as readonly string[]).includes(name)

/** A saved layout as it was put: the dock's own JSON. */
export interface SavedLayout {
  readonly grid: object
  readonly panels: Readonly<Record<string, object>>
}

/** A saved layout, or nothing when it is not one: broken text, no panel, or a panel that this version does not know. */
export function parseLayout(text: string | null): SavedLayout | undefined {
  if (text === null) return undefined
  try {
    const layout = JSON.parse(text) as Partial<SavedLayout> | null
    const names = Object.keys(layout?.panels ?? {})
    return layout && typeof layout.grid === 'object' && names.length > 0 && names.every(isPanelName) ? (layout as SavedLayout) : undefined
  } catch {
    return undefined
  }
}
