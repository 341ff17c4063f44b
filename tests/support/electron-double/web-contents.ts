import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import type { CDPSession, Page, Route } from 'playwright-core'
import { answer, newPage, toChromium, toElectron } from './browser.ts'
import { record } from './control.ts'
import { invoke, type Frame } from './ipc-main.ts'
import { pageWorld, preloadWorld, type WorldNames } from './page-worlds.ts'
import { PortRelay, type PortMessage } from './ports.ts'

type FromPage = PortMessage | { readonly invoke: number; readonly channel: string; readonly args: readonly unknown[] }
type OpenHandler = (details: { readonly url: string }) => { readonly action: string }

export interface PageOptions {
  readonly preload: string
  readonly argv: readonly string[]
  readonly size: { readonly width: number; readonly height: number }
}

const WORLD = 'preload'
const secret = (): string => `_${randomBytes(8).toString('hex')}`
let lastId = 0

/** Emits an event that can be prevented; true when it was. */
export function isPrevented(emitter: EventEmitter, name: string, details: object = {}): boolean {
  let prevented = false
  emitter.emit(name, { ...details, preventDefault: () => (prevented = true) })
  return prevented
}

/** A page of Chromium as Electron's WebContents. A renderer that crashed gets a new page when it is loaded again. */
export class WebContents extends EventEmitter {
  readonly id: number = ++lastId
  readonly #options: PageOptions
  readonly #names: WorldNames
  readonly #relay = new PortRelay((message) => void this.#tell(message))
  #opened: Promise<void>
  #page!: Page
  #cdp!: CDPSession
  #world = 0
  #url = ''
  #isCrashed = false
  #isDestroyed = false
  #opening: OpenHandler = () => ({ action: 'allow' })

  constructor(options: PageOptions) {
    super()
    this.#options = options
    this.#names = { send: secret(), receive: secret(), bridge: secret(), argv: options.argv }
    this.#opened = this.#openPage()
  }

  get mainFrame(): Frame {
    return { url: toElectron(this.#page.url()), parent: null, frameTreeNodeId: this.id }
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#opening = handler
  }

  async loadURL(url: string): Promise<void> {
    this.#url = url
    await this.#opened
    await this.#page.goto(toChromium(url))
  }

  reload(): void {
    void this.#reload()
  }

  postMessage(channel: string, data: unknown, ports: readonly MessagePort[] = []): void {
    void this.#tell({ channel, data, ports: ports.map((port) => this.#relay.give(port)) })
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true
    await this.#opened
    await this.#page.close()
  }

  async #reload(): Promise<void> {
    if (!this.#isCrashed) return void (await this.#page.reload())
    this.#isCrashed = false
    const old = this.#page
    this.#opened = this.#openPage()
    await this.loadURL(this.#url)
    await old.close()
  }

  async #openPage(): Promise<void> {
    const page = await newPage(this.#options.size)
    const cdp = await page.context().newCDPSession(page)
    this.#page = page
    this.#cdp = cdp
    page.on('load', () => this.emit('did-finish-load'))
    page.on('crash', () => this.#onCrash())
    await page.route('**/*', (route) => this.#route(route))
    cdp.on('Page.windowOpen', ({ url }) => record('window-open', { url, ...this.#opening({ url }) }))
    const { frameTree } = await cdp.send('Page.getFrameTree')
    cdp.on('Runtime.executionContextCreated', ({ context: { name, id, auxData } }) => void (name === WORLD && auxData?.['frameId'] === frameTree.frame.id && (this.#world = id)))
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => executionContextId === this.#world && this.#relay.closeAll())
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => name === this.#names.send && void this.#receive(JSON.parse(payload) as FromPage))
    await this.#prepareWorlds(cdp)
  }

  async #prepareWorlds(cdp: CDPSession): Promise<void> {
    const names = JSON.stringify(this.#names)
    const preload = readFileSync(this.#options.preload, 'utf8')
    await cdp.send('Runtime.enable')
    await cdp.send('Page.enable')
    await cdp.send('Runtime.addBinding', { name: this.#names.send, executionContextName: WORLD })
    // As in Electron, frames inside of the page get nothing.
    const topOnly = (source: string): string => `if (window.top === window) { ${source} }`
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: topOnly(`(${pageWorld.toString()})(${names})`) })
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { worldName: WORLD, source: topOnly(`(${preloadWorld.toString()})(${names}, (require, process) => {${preload}\n})`) })
  }

  /** The program's own pages may be loaded again; every other navigation is the program's to prevent. */
  async #route(route: Route): Promise<void> {
    const request = route.request()
    const url = toElectron(request.url())
    if (request.isNavigationRequest() && url !== this.#url && this.#isNavigationPrevented(url, request.frame() === this.#page.mainFrame())) return route.abort('aborted')
    await answer(route)
  }

  #isNavigationPrevented(url: string, isMainFrame: boolean): boolean {
    const prevented = isPrevented(this, 'will-frame-navigate', { url, isMainFrame }) || (isMainFrame && isPrevented(this, 'will-navigate', { url, isMainFrame }))
    record('navigation', { url, prevented })
    return prevented
  }

  #onCrash(): void {
    this.#isCrashed = true
    this.#relay.closeAll()
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  }

  async #receive(message: FromPage): Promise<void> {
    if ('port' in message) return this.#relay.receive(message)
    const invoked = message.invoke
    await invoke(this, this.mainFrame, message.channel, message.args).then(
      (value) => this.#tell({ invoked, value }),
      (error: Error) => this.#tell({ invoked, error: error.message }),
    )
  }

  async #tell(message: object): Promise<void> {
    await this.#opened
    const expression = `${this.#names.receive}(${JSON.stringify(message)})`
    await this.#cdp.send('Runtime.evaluate', { expression, contextId: this.#world }).catch(() => undefined)
  }
}
