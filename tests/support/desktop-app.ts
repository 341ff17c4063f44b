import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { vi } from 'vitest'

interface DesktopOptions {
  /** Where the program keeps everything; a new folder, removed at the end, when none is named. */
  readonly home?: string
  /** The built main process. */
  readonly program?: string
  /** Of the system, and of the browser. */
  readonly locale?: string
}

interface Recorded {
  readonly kind: string
  readonly detail: unknown
}

type Question = 'message-box' | 'save'
/** A button's index, or a path; null is Escape. */
type Answer = (detail: never) => number | string | null

interface DesktopControl {
  /** What the program did to the outside so far, of one kind. */
  records<T = Readonly<Record<string, unknown>>>(kind: string): T[]
  /** Makes something happen: a click in a menu, the system's sleep, a closed window. */
  run<T = unknown>(command: string, argument?: unknown): Promise<T>
  /** How the person answers from now on. */
  answer(question: Question, answer: Answer): void
  /** The page of a window. */
  page(windowKey: string): Promise<Page>
  /** Resolves when the program has ended. */
  readonly ended: Promise<number | null>
}

export interface DesktopApp {
  readonly page: Page
  readonly control: DesktopControl
  readonly home: string
  /** Asks the program to quit; resolves to its exit code. */
  close(): Promise<number | null>
}

const REGISTER = fileURLToPath(new URL('electron-double/register.ts', import.meta.url))
const PATIENCE = { timeout: 20_000, interval: 50 }
const END_WITHIN_MS = 30_000

/** Runs the built main process and preload on the Electron double, and joins its first window. */
export async function openDesktop(options: DesktopOptions = {}): Promise<DesktopApp> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'haetae-desktop-'))
  const { child, control, browser } = await start(home, options)
  const close = async (): Promise<number | null> => {
    const limit = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS)
    if (child.connected) child.send({ id: 0, command: 'quit' })
    const code = await control.ended
    clearTimeout(limit)
    await browser.close()
    if (options.home === undefined) rmSync(home, { recursive: true, force: true })
    return code
  }
  try {
    return { page: await control.page('main'), control, home, close }
  } catch (error) {
    child.kill('SIGKILL')
    await close()
    throw error
  }
}

/** Starts the program without waiting for a window; resolves to its exit code, null when it did not end. */
export function runDesktop(home: string, program?: string): Promise<number | null> {
  const child = forkProgram(home, program === undefined ? {} : { program }, 0)
  const limit = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS)
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      clearTimeout(limit)
      resolve(code)
    })
  })
}

function forkProgram(home: string, { program = 'dist/main/desktop.js', locale = 'en-US' }: DesktopOptions, port: number): ChildProcess {
  const env = { ...process.env, HAETAE_HOME: home, DOUBLE_PORT: String(port), DOUBLE_LOCALE: locale }
  // In Electron's main process, too, an unhandled rejection only warns.
  return fork(program, { execArgv: ['--import', REGISTER, '--unhandled-rejections=warn'], env, serialization: 'advanced' })
}

async function start(home: string, options: DesktopOptions): Promise<{ readonly child: ChildProcess; readonly control: DesktopControl; readonly browser: Browser }> {
  const port = await freePort()
  const child = forkProgram(home, options, port)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const failed = ended.then((code) => Promise.reject(new Error(`the program ended with ${code}`)))
  const line = new TestLine(child)
  const browser = await Promise.race([untilJoined(port), failed])
  failed.catch(() => undefined)
  const control: DesktopControl = {
    records: <T>(kind: string) => line.records.filter((entry) => entry.kind === kind).map(({ detail }) => detail as T),
    run: <T>(command: string, argument?: unknown) => line.run(command, argument) as Promise<T>,
    answer: (question, answer) => line.answers.set(question, answer),
    page: (windowKey) => pageOf(browser, windowKey),
    ended,
  }
  return { child, control, browser }
}

/** The test's end of the line to the double. */
class TestLine {
  readonly records: Recorded[] = []
  readonly answers = new Map<string, Answer>()
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #last = 0

  constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (message: { readonly record?: Recorded; readonly question?: Question; readonly detail?: unknown; readonly id?: number; readonly value?: unknown; readonly error?: string }) => {
      if (message.record) this.records.push(message.record)
      else if (message.question) child.send({ id: message.id, answer: this.#answer(message.question, message.detail) })
      else this.#settle(message.id ?? 0, message)
    })
    child.once('exit', () => this.#waiting.forEach(({ reject }) => reject(new Error('the program has ended'))))
  }

  run(command: string, argument: unknown): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>()
    this.#last++
    this.#waiting.set(this.#last, waiting)
    this.#child.send({ id: this.#last, command, argument })
    return waiting.promise
  }

  #answer(question: Question, detail: unknown): unknown {
    this.records.push({ kind: question, detail })
    const chosen = this.answers.get(question)?.(detail as never) ?? null
    return chosen ?? (detail as { readonly cancelId?: number }).cancelId ?? null
  }

  #settle(id: number, { value, error }: { readonly value?: unknown; readonly error?: string }): void {
    if (error === undefined) this.#waiting.get(id)?.resolve(value)
    else this.#waiting.get(id)?.reject(new Error(error))
    this.#waiting.delete(id)
  }
}

async function untilJoined(port: number): Promise<Browser> {
  const address = `http://127.0.0.1:${port}`
  await vi.waitUntil(() => fetch(`${address}/json/version`).then(({ ok }) => ok, () => false), PATIENCE)
  return chromium.connectOverCDP(address)
}

/** Windows are told apart by what their preload was told. */
async function pageOf(browser: Browser, windowKey: string): Promise<Page> {
  const page = await vi.waitUntil(async () => {
    const pages = browser.contexts().flatMap((context) => context.pages())
    const keys = await Promise.all(pages.map((one) => one.evaluate('window.desktop?.windowKey').catch(() => undefined)))
    return pages[keys.indexOf(windowKey)]
  }, PATIENCE)
  await page.waitForLoadState()
  return page
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
