/** Where a window is, in screen points. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Place extends Area {
  readonly isMaximized: boolean
}

export const SIZE_MIN = { width: 1_280, height: 720 } as const
const SIZE_FIRST = { width: 1_600, height: 960 } as const

/** Of a window's head, so that it can be grabbed. */
const VISIBLE_MIN = { width: 200, height: 40 } as const

/** Where to open a window: where it was, if a person could grab it there; else the system chooses. */
export function placeToOpen(remembered: Place | undefined, screens: readonly Area[]): Partial<Area> & { readonly width: number; readonly height: number } {
  const width = Math.max(SIZE_MIN.width, remembered?.width ?? SIZE_FIRST.width)
  const height = Math.max(SIZE_MIN.height, remembered?.height ?? SIZE_FIRST.height)
  if (!remembered || !screens.some((screen) => canBeGrabbed(remembered, screen))) return { width, height }
  return { x: remembered.x, y: remembered.y, width, height }
}

function canBeGrabbed(window: Area, screen: Area): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  const isHeadInside = window.y >= screen.y && window.y + VISIBLE_MIN.height <= screen.y + screen.height
  return across >= VISIBLE_MIN.width && isHeadInside
}
