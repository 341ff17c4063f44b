import { EventEmitter } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closeBrowser, openBrowser } from './browser.ts'
import { BrowserWindow, windowEvents } from './browser-window.ts'
import { onCommand, record } from './control.ts'
import { isPrevented } from './web-contents.ts'

const LOCK = 'double.lock'

class App extends EventEmitter {
  readonly isPackaged: boolean = false
  readonly #paths = new Map<string, string>()
  #ready: Promise<void> | undefined
  #isQuitting = false

  whenReady(): Promise<void> {
    return (this.#ready ??= openBrowser())
  }

  enableSandbox(): void {
    record('sandbox-enabled')
  }

  setName(name: string): void {
    record('name', name)
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? join(this.#profile, name)
  }

  getLocale(): string {
    return process.env['DOUBLE_LOCALE'] ?? 'en-US'
  }

  /** The first program of a profile has it; a second one tells the first and gets nothing. */
  requestSingleInstanceLock(): boolean {
    const path = join(this.#profile, LOCK)
    const first = pidIn(path)
    if (first !== undefined && isAlive(first)) {
      process.kill(first, 'SIGUSR2')
      return false
    }
    writeFileSync(path, String(process.pid))
    process.on('SIGUSR2', () => this.emit('second-instance'))
    return true
  }

  quit(): void {
    if (isPrevented(this, 'before-quit')) return
    this.#isQuitting = true
    for (const window of BrowserWindow.getAllWindows()) window.close()
    this.#isQuitting = BrowserWindow.getAllWindows().length === 0
    if (!this.#isQuitting) return
    this.emit('will-quit')
    void this.#exit(0)
  }

  /** At once, without asking anybody. */
  exit(code: number): void {
    void this.#exit(code)
  }

  onAllClosed(): void {
    if (!this.#isQuitting) this.emit('window-all-closed')
  }

  get #profile(): string {
    const profile = this.#paths.get('userData')
    if (!profile) throw new Error('the program chose no profile')
    return profile
  }

  async #exit(code: number): Promise<void> {
    await closeBrowser()
    process.exit(code)
  }
}

function pidIn(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export const app = new App()
windowEvents.on('opened', ({ webContents }: BrowserWindow) => app.emit('web-contents-created', {}, webContents))
windowEvents.on('all-closed', () => app.onAllClosed())
process.on('SIGTERM', () => app.quit())
onCommand('quit', () => app.quit())
