import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Requests, Topics } from '../../src-shared/contract/contract.ts'

/** A hand on the port that a desktop window was given, for tests: the page's own client goes on beside it. */
export interface PageDoor {
  readonly page: Page
  /** Rejects when it is refused, and when no answer comes within ten seconds. */
  request<K extends keyof Requests>(name: K, params: Requests[K]['params']): Promise<Requests[K]['result']>
  /** The newest item of a topic that came through the newest port; undefined before the first. */
  latest<K extends keyof Topics>(topic: K): Promise<Topics[K] | undefined>
  /** How many ports this page was given since it was loaded. */
  ports(): Promise<number>
  /** Sends anything at all. */
  send(frames: readonly unknown[]): Promise<void>
  /** What came through the newest port, as it came. */
  received(): Promise<unknown[]>
}

/** Runs in the page, before its own scripts. Ids are high, so that they are not those of the page's own requests. */
const CATCH_PORT = `(() => {
  const door = { ports: 0, port: null, received: [], latest: {}, waiting: new Map(), id: 1e9 }
  const onFrame = (frame) => {
    door.received.push(frame)
    if (frame.kind === 'items') door.latest[frame.topic] = frame.values.at(-1)
    door.waiting.get(frame.id)?.(frame)
  }
  door.request = (name, params) => new Promise((resolve) => {
    door.waiting.set(++door.id, resolve)
    setTimeout(() => resolve({ kind: 'silence', reason: name + ': no answer' }), 10000)
    door.port.postMessage({ kind: 'request', id: door.id, name, params })
  })
  addEventListener('message', ({ data, ports: [port] }) => {
    if (data !== 'haetae-engine-port' || !port) return
    Object.assign(door, { ports: door.ports + 1, port, received: [], latest: {} })
    port.addEventListener('message', ({ data: frame }) => onFrame(frame))
    port.start()
    for (const topic of ['workstation', 'status', 'vitals']) port.postMessage({ kind: 'subscribe', topic, session: '', after: 0 })
  })
  window.testDoor = door
})()`

const json = (value: unknown): string => JSON.stringify(value)

const POLLS = 400
const POLL_MS = 50

/** Asked from outside: a wait inside of the page would evaluate text, which the page's policy forbids. */
async function firstPort(page: Page): Promise<void> {
  for (let poll = 0; poll < POLLS; poll++) {
    if (await page.evaluate('testDoor.ports > 0')) return
    await sleep(POLL_MS)
  }
  throw new Error('the page was given no port')
}

/** Loads the page anew and takes hold of the port it is given then. */
export async function joinPage(page: Page): Promise<PageDoor> {
  await page.addInitScript(CATCH_PORT)
  await page.reload()
  await firstPort(page)
  return {
    page,
    request: async (name, params) => {
      const frame = (await page.evaluate(`testDoor.request(${json(name)}, ${json(params)})`)) as { readonly kind: string; readonly result: never; readonly reason: string }
      if (frame.kind !== 'answer') throw new Error(frame.reason)
      return frame.result
    },
    latest: (topic) => page.evaluate(`testDoor.latest[${json(topic)}]`) as Promise<never>,
    ports: () => page.evaluate('testDoor.ports') as Promise<number>,
    send: (frames) => page.evaluate(`${json(frames)}.forEach((frame) => testDoor.port.postMessage(frame))`) as Promise<void>,
    received: () => page.evaluate('testDoor.received') as Promise<unknown[]>,
  }
}
