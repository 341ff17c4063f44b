import { EventEmitter } from 'node:events'
import { setColorScheme } from './browser.ts'
import { askTest, onCommand, record } from './control.ts'

/* What of the system the program uses beside windows. */
const blockers = new Map<number, string>()
let lastBlocker = 0

export const powerSaveBlocker = {
  start(kind: string): number {
    blockers.set(++lastBlocker, kind)
    record('blocker-started', kind)
    return lastBlocker
  },
  stop(id: number): boolean {
    record('blocker-stopped', blockers.get(id))
    return blockers.delete(id)
  },
}
onCommand('blockers', () => [...blockers.values()])

export const powerMonitor = new EventEmitter()
onCommand('power', (event: string) => powerMonitor.emit(event, { preventDefault: () => record('power-prevented', event) }))

let lastNotification: Notification | undefined
const keep = (one: Notification): void => void (lastNotification = one)

export class Notification extends EventEmitter {
  readonly #options: object

  constructor(options: object) {
    super()
    this.#options = options
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    keep(this)
    record('notification', this.#options)
  }
}
onCommand('click-notification', () => lastNotification?.emit('click'))

/** Options come last; a window before them is optional. */
const ask = (question: string, args: readonly unknown[]): Promise<unknown> => askTest(question, args.at(-1))

export const dialog = {
  showMessageBox: async (...args: readonly unknown[]) => ({ response: await ask('message-box', args), checkboxChecked: false }),
  showErrorBox: (title: string, content: string) => record('error-box', { title, content }),
  showSaveDialog: async (...args: readonly unknown[]) => {
    const filePath = await ask('save', args)
    return { canceled: filePath === null, filePath: filePath ?? '' }
  },
}

let themeSource: 'dark' | 'light' | 'system' = 'system'
export const nativeTheme = {
  get themeSource(): typeof themeSource {
    return themeSource
  },
  set themeSource(source: typeof themeSource) {
    themeSource = source
    record('theme', source)
    void setColorScheme(source === 'system' ? null : source)
  },
  get shouldUseDarkColors(): boolean {
    return themeSource !== 'light'
  },
}

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 2_560, height: 1_440 } }] }
export const shell = { openExternal: async (url: string) => record('open-external', url) }
