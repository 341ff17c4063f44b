import type { LucideIcon } from 'lucide-react'
import type { Findable } from './palette-search.ts'

/** In this order they stand in the list while nothing is typed. */
export const GROUPS = ['instrument', 'this', 'trading', 'page', 'panel', 'setting'] as const

export interface PaletteItem extends Findable {
  readonly id: string
  readonly group: (typeof GROUPS)[number]
  readonly icon: LucideIcon
  readonly note?: string | undefined
  readonly keys?: readonly string[] | undefined
  /** It asks before it does anything, since money depends on it. */
  readonly asks?: boolean
  readonly run: () => void
}
