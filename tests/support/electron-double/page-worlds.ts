/* These two functions are sent into the page as text: they may use nothing but their arguments and what a page has. */
export interface WorldNames {
  /** What the preload's world calls to reach the program, and what the program calls to reach it. */
  readonly send: string
  readonly receive: string
  /** The event by which the preload's world reaches the page's. */
  readonly bridge: string
  readonly argv: readonly string[]
}

type Api = Readonly<Record<string, unknown>>
type Call = (...args: readonly unknown[]) => unknown
type FromProgram =
  | { readonly port: number; readonly data?: unknown; readonly closed?: boolean }
  | { readonly channel: string; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly invoked: number; readonly value?: unknown; readonly error?: string }

/** The page's own world: gets what the preload exposes. A function that is exposed answers with a promise, also where Electron's would not. */
export function pageWorld({ bridge }: WorldNames): void {
  addEventListener(bridge, (event) => {
    const { data, ports: [port] } = event as MessageEvent<string>
    const { name, plain, functions } = JSON.parse(data) as { name: string; plain: object; functions: string[] }
    const waiting: PromiseWithResolvers<unknown>[] = []
    port!.onmessage = ({ data: { id, value, error } }) => (error === undefined ? waiting[id]!.resolve(value) : waiting[id]!.reject(new Error(error)))
    const proxy = (key: string) => (...args: unknown[]) => {
      const answer = Promise.withResolvers<unknown>()
      port!.postMessage({ id: waiting.push(answer) - 1, key, args })
      return answer.promise
    }
    const exposed = Object.freeze({ ...plain, ...Object.fromEntries(functions.map((key) => [key, proxy(key)])) })
    Object.defineProperty(window, name, { value: exposed, enumerable: true })
  })
}

/** The preload's isolated world: gives it `electron` and `process`, and speaks with the program through a binding. */
export function preloadWorld(names: WorldNames, preload: (require: (name: string) => unknown, process: object) => void): void {
  const scope = globalThis as unknown as Record<string, (message: never) => void>
  const tell = (message: object): void => scope[names.send]!(JSON.stringify(message) as never)
  const invoked: PromiseWithResolvers<unknown>[] = []
  const ports = new Map<number, MessagePort>()
  const listeners = new Map<string, (event: object, data: unknown) => void>()

  function take(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => tell({ port: id, data })
    ports.set(id, port1)
    return port2
  }

  function receive(message: FromProgram): void {
    if ('channel' in message) return listeners.get(message.channel)?.({ ports: message.ports.map(take) }, message.data)
    if ('invoked' in message) return message.error === undefined ? invoked[message.invoked]!.resolve(message.value) : invoked[message.invoked]!.reject(new Error(message.error))
    if (message.closed) ports.get(message.port)?.close()
    else ports.get(message.port)?.postMessage(message.data)
  }
  scope[names.receive] = receive

  const ipcRenderer = {
    on: (channel: string, listener: (event: object, data: unknown) => void) => listeners.set(channel, listener),
    invoke: (channel: string, ...args: unknown[]) => {
      const answer = Promise.withResolvers<unknown>()
      tell({ invoke: invoked.push(answer) - 1, channel, args })
      return answer.promise
    },
  }
  const exposeInMainWorld = (name: string, api: Api): void => {
    const { port1, port2 } = new MessageChannel()
    const call = async (key: string, args: readonly unknown[]): Promise<unknown> => (api[key] as Call)(...args)
    port1.onmessage = ({ data: { id, key, args } }) => void call(key, args).then((value) => port1.postMessage({ id, value }), (error: Error) => port1.postMessage({ id, error: error.message }))
    const functions = Object.keys(api).filter((key) => typeof api[key] === 'function')
    const plain = Object.fromEntries(Object.entries(api).filter(([key]) => !functions.includes(key)))
    dispatchEvent(new MessageEvent(names.bridge, { data: JSON.stringify({ name, plain, functions }), ports: [port2] }))
  }
  const modules: Readonly<Record<string, object>> = { electron: { ipcRenderer, contextBridge: { exposeInMainWorld } } }
  const require = (name: string): object => {
    const found = modules[name]
    if (!found) throw new Error(`module not found: ${name}`)
    return found
  }
  preload(require, { argv: names.argv })
}
