import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { readProfile, writeProfile } from './commands.ts'
import { layoutKey, parseLayout, type PanelName, type SavedLayout, type WidthClass } from './layouts.ts'
import { claimWindowKey } from './window-key.ts'

/** Moving a line by hand changes the layout at every pixel; it is kept when the hand rests. */
const REST_MS = 400

const windowKey = claimWindowKey()
/** As this window last had them, so that a page shown again needs no asking. Null: the default. */
const known = new Map<WidthClass, SavedLayout | null>()
let resting: ReturnType<typeof setTimeout> | undefined

/** The layout this window had at this width, or nothing: then the default is right. */
export async function readLayout(width: WidthClass): Promise<SavedLayout | undefined> {
  const before = known.get(width)
  if (before !== undefined) return before ?? undefined
  const text = await readProfile(layoutKey(await windowKey, width)).catch(() => null)
  return parseLayout(text)
}

/** Null forgets: the next time begins with the default. */
export function keepLayout(width: WidthClass, layout: SavedLayout | null): void {
  known.set(width, layout)
  clearTimeout(resting)
  resting = setTimeout(() => void write(width, layout), REST_MS)
}

async function write(width: WidthClass, layout: SavedLayout | null): Promise<void> {
  await writeProfile(layoutKey(await windowKey, width), JSON.stringify(layout)).catch(() => undefined)
}

/** What somebody outside of the dock wants of it. */
export type DockWish = { readonly kind: 'open'; readonly panel: PanelName } | { readonly kind: 'reset' }

/** The newest wish; the dock takes it, also when it is shown only afterwards. */
export const useDockWish: UseBoundStore<StoreApi<{ readonly wish: DockWish | undefined }>> = create<{ readonly wish: DockWish | undefined }>(() => ({ wish: undefined }))

export const wishPanel = (panel: PanelName): void => useDockWish.setState({ wish: { kind: 'open', panel } })
export const wishDefaultLayout = (): void => useDockWish.setState({ wish: { kind: 'reset' } })
export const takeDockWish = (): void => useDockWish.setState({ wish: undefined })
