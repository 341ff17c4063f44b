import { EventEmitter } from 'node:events'
import { onCommand, record } from './control.ts'
import { invoke, type Frame } from './ipc-main.ts'
import { isPrevented, WebContents } from './web-contents.ts'

interface WindowOptions {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly webPreferences: { readonly preload: string; readonly additionalArguments?: readonly string[] }
}

const open: BrowserWindow[] = []
/** 'opened' with a window, and 'all-closed'. */
export const windowEvents = new EventEmitter()

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  readonly options: WindowOptions
  #bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  #isDestroyed = false

  constructor(options: WindowOptions) {
    super()
    const { x = 0, y = 0, width, height, webPreferences: { preload, additionalArguments = [] } } = options
    this.options = options
    this.#bounds = { x, y, width, height }
    this.webContents = new WebContents({ preload, argv: additionalArguments, size: { width, height } })
    open.push(this)
    record('window', options)
    windowEvents.emit('opened', this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open]
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  close(): void {
    if (!isPrevented(this, 'close')) this.destroy()
  }

  /** Without asking. */
  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    open.splice(open.indexOf(this), 1)
    void this.webContents.destroy()
    this.emit('closed')
    if (open.length === 0) windowEvents.emit('all-closed')
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  isFocused(): boolean {
    return open.at(-1) === this
  }

  getNormalBounds(): object {
    return this.#bounds
  }

  setBounds(bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): void {
    this.#bounds = bounds
  }

  isMaximized(): boolean {
    return false
  }

  isMinimized(): boolean {
    return false
  }

  maximize(): void {
    record('window-maximized')
  }

  show(): void {
    record('window-shown')
  }

  focus(): void {
    record('window-focused')
  }
}

const at = (index: number): BrowserWindow => {
  const window = open[index]
  if (!window) throw new Error(`there is no window ${index}`)
  return window
}

onCommand('windows', () => open.map(({ options, webContents }) => ({ options, url: webContents.mainFrame.url })))
onCommand('close-window', (index: number) => at(index).close())
onCommand('reload-window', (index: number) => at(index).webContents.reload())
onCommand('set-bounds', ({ index, bounds }: { readonly index: number; readonly bounds: Parameters<BrowserWindow['setBounds']>[0] }) => at(index).setBounds(bounds))
onCommand('contents-event', (name: string) => isPrevented(at(0).webContents, name))
/** A message as if it came from that frame; 'own' is the main frame as it is. */
onCommand('invoke', ({ frame, channel, args, sender }: { readonly frame: Partial<Frame> | null | 'own'; readonly channel: string; readonly args: readonly unknown[]; readonly sender?: 'stranger' }) => {
  const { webContents } = at(0)
  const senderFrame = frame === null ? null : { ...webContents.mainFrame, ...(frame === 'own' ? {} : frame) }
  return invoke(sender === 'stranger' ? { mainFrame: webContents.mainFrame } : webContents, senderFrame, channel, args)
})
