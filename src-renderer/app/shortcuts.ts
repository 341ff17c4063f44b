/** What a key does wherever the focus is. Single letters never trade. */
export type Shortcut =
  | { readonly kind: 'palette' | 'keys' | 'flatten' | 'next-panel' | 'previous-panel' | 'play' | 'step' }
  | { readonly kind: 'page'; readonly index: number }

export interface Pressed {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

interface Place {
  /** The focus is where keys write text. */
  readonly writing: boolean
  /** The focus is on what Space and arrows already mean something to. */
  readonly acting: boolean
  readonly inDialog: boolean
  readonly replay: boolean
}

/** Flattening works everywhere; within a dialog nothing else does. */
export function shortcutOf(pressed: Pressed, place: Place): Shortcut | undefined {
  const { ctrlKey, metaKey, altKey, code } = pressed
  const isCommand = ctrlKey || metaKey
  if (isCommand && !altKey) return commandShortcut(pressed, place)
  if (isCommand || place.inDialog) return undefined
  return altKey ? altShortcut(code) : plainShortcut(pressed, place)
}

function commandShortcut({ code, shiftKey }: Pressed, { inDialog }: Place): Shortcut | undefined {
  if (shiftKey && code === 'KeyF') return { kind: 'flatten' }
  return !inDialog && !shiftKey && code === 'KeyK' ? { kind: 'palette' } : undefined
}

/** The physical key, so that it works with a Korean keyboard layout as well. */
const altShortcut = (code: string): Shortcut | undefined => (/^Digit[1-9]$/.test(code) ? { kind: 'page', index: Number(code.slice(5)) - 1 } : undefined)

function plainShortcut({ key, code, shiftKey }: Pressed, { writing, acting, replay }: Place): Shortcut | undefined {
  if (code === 'F6') return { kind: shiftKey ? 'previous-panel' : 'next-panel' }
  if (writing) return undefined
  if (key === '?') return { kind: 'keys' }
  return replay && !acting ? replayShortcut(key) : undefined
}

function replayShortcut(key: string): Shortcut | undefined {
  if (key === ' ') return { kind: 'play' }
  return key === 'ArrowRight' ? { kind: 'step' } : undefined
}
