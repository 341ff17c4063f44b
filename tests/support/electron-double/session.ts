import { onCommand } from './control.ts'

type Answering<Given, Answer> = (given: Given, answer: (value: Answer) => void) => void
type PermissionRequest = (contents: unknown, permission: string, answer: (granted: boolean) => void, details: object) => void

const handlers: {
  request?: PermissionRequest
  check?: (contents: unknown, permission: string, origin: string, details: object) => boolean
  device?: (details: object) => boolean
  display?: Answering<object, unknown>
  before?: Answering<{ readonly url: string }, { readonly cancel?: boolean }>
} = {}

/** What the program allows pages. Without a handler Electron allows everything, and so does the double. */
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: PermissionRequest): void => void (handlers.request = handler),
    setPermissionCheckHandler: (handler: NonNullable<typeof handlers.check>): void => void (handlers.check = handler),
    setDevicePermissionHandler: (handler: NonNullable<typeof handlers.device>): void => void (handlers.device = handler),
    setDisplayMediaRequestHandler: (handler: Answering<object, unknown>): void => void (handlers.display = handler),
    webRequest: { onBeforeRequest: (listener: NonNullable<typeof handlers.before>): void => void (handlers.before = listener) },
  },
}

const answered = <Given, Answer>(handler: Answering<Given, Answer> | undefined, given: Given, otherwise: Answer): Promise<Answer> =>
  new Promise((resolve) => (handler ? handler(given, resolve) : resolve(otherwise)))

export const isCancelled = async (url: string): Promise<boolean> => (await answered(handlers.before, { url }, {})).cancel === true

/** What the program would answer if a page asked. */
onCommand('permission', async (permission: string) => ({
  request: await answered<string, boolean>((asked, answer) => (handlers.request ? handlers.request(null, asked, answer, {}) : answer(true)), permission, true),
  check: handlers.check?.(null, permission, 'app://ui', {}) ?? true,
  device: handlers.device?.({ deviceType: permission, origin: 'app://ui', device: {} }) ?? true,
  display: (await answered<object, unknown>(handlers.display, {}, 'a screen')) ?? null,
}))
