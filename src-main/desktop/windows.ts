import { BrowserWindow, screen, type Event, type WebContents } from 'electron'
import type { Clock } from '../base/clock.port.ts'
import { RateCap } from '../base/rate-cap.ts'
import type { Timer } from '../base/timer.port.ts'
import { PAGE_URL } from './page-address.ts'
import type { ShellMemory } from './shell-memory.ts'
import { webPreferences } from './web-preferences.ts'
import { placeToOpen, SIZE_MIN } from './window-place.ts'

const FIRST_KEY = 'main'
const WINDOWS_MAX = 16
const RELOAD_AFTER_MS = 300
const RELOADS = { most: 3, everyMs: 60_000 }
/** What a window shows before its page does. */
const BACKGROUND = { dark: '#090b0d', light: '#e7eaee' } as const

export interface WindowsParts {
  readonly preload: string
  readonly icon: string
  readonly isPackaged: boolean
  readonly memory: ShellMemory
  readonly clock: Clock
  readonly timer: Timer
  isDark(): boolean
  /** A page has been loaded: it has no door to the engine yet. */
  onPage(window: BrowserWindow): void
  /** May prevent it. */
  onClose(event: Event, window: BrowserWindow): void
  /** Its renderer has gone, and is loaded again if that did not happen too often. */
  onGone(): void
}

/** Our windows. Each has a key, by which its page finds its own layout again. */
export class Windows {
  readonly #parts: WindowsParts
  readonly #open = new Map<string, BrowserWindow>()

  constructor(parts: WindowsParts) {
    this.#parts = parts
  }

  get all(): readonly BrowserWindow[] {
    return [...this.#open.values()]
  }

  /** The one that a person looks at, as far as anybody knows. */
  get front(): BrowserWindow | undefined {
    return this.all.find((window) => window.isFocused()) ?? this.all[0]
  }

  keyOf(contents: WebContents): string | undefined {
    return [...this.#open].find(([, window]) => window.webContents === contents)?.[0]
  }

  of(key: string): BrowserWindow | undefined {
    return this.#open.get(key)
  }

  /** Opens those that were open last. */
  openRemembered(): void {
    const keys = new Set([FIRST_KEY, ...this.#parts.memory.now.open])
    for (const key of keys) this.open(key)
  }

  openNext(): void {
    const keys = [FIRST_KEY, ...Array.from({ length: WINDOWS_MAX - 1 }, (_, index) => String(index + 2))]
    const free = keys.find((key) => !this.#open.has(key))
    if (free !== undefined) this.open(free)
  }

  /** Brings a window to the front; opens one where there is none. */
  show(): void {
    const [window] = this.all
    if (!window) return this.open(FIRST_KEY)
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  remember(): void {
    for (const [key, window] of this.#open) this.#rememberPlace(key, window)
    this.#parts.memory.put({ open: [...this.#open.keys()] })
  }

  open(key: string): void {
    const { preload, icon, isPackaged, memory } = this.#parts
    const place = memory.now.places[key]
    const window = new BrowserWindow({
      ...placeToOpen(place, screen.getAllDisplays().map(({ workArea }) => workArea)),
      minWidth: SIZE_MIN.width,
      minHeight: SIZE_MIN.height,
      title: 'Haetae',
      autoHideMenuBar: true,
      icon,
      backgroundColor: this.#parts.isDark() ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: webPreferences({ preload, windowKey: key, isPackaged }),
    })
    if (place?.isMaximized) window.maximize()
    this.#open.set(key, window)
    window.on('close', (event) => {
      this.#rememberPlace(key, window)
      this.#parts.onClose(event, window)
    })
    window.on('closed', () => this.#open.delete(key))
    this.#load(window)
  }

  #load(window: BrowserWindow): void {
    const { webContents } = window
    const reloads = new RateCap(this.#parts.clock, RELOADS)
    webContents.on('did-finish-load', () => this.#parts.onPage(window))
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || !reloads.take()) return
      this.#parts.onGone()
      void this.#reloadLater(window)
    })
    // What cannot be loaded is shown by Chromium itself.
    window.loadURL(PAGE_URL).catch(() => undefined)
  }

  /** Not at once: the old renderer is still being put away. */
  async #reloadLater(window: BrowserWindow): Promise<void> {
    await this.#parts.timer.after(RELOAD_AFTER_MS).done
    if (!window.isDestroyed()) window.webContents.reload()
  }

  #rememberPlace(key: string, window: BrowserWindow): void {
    const { memory } = this.#parts
    const place = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    memory.put({ places: { ...memory.now.places, [key]: place } })
  }
}
