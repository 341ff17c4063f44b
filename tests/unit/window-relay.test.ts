import { beforeEach, expect, it } from 'vitest'
import type { Channel, ServerFrame } from '../../src-shared/contract/frames.ts'
import { WindowFrames } from '../../src-main/host/window-frames.ts'
import type { EngineHandle } from '../../src-main/supervision/engine-handle.ts'
import type { EngineMessage, ShellMessage } from '../../src-main/supervision/messages.ts'
import { Supervisor } from '../../src-main/supervision/supervisor.ts'
import { WindowRelay } from '../../src-main/supervision/window-relay.ts'
import { watchWorkstation } from '../../src-main/supervision/workstation-watch.ts'
import { VirtualTime } from '../support/virtual-time.ts'

/** The page's end of a channel, by hand. */
class Page implements Channel {
  readonly got: unknown[] = []
  closed = false
  say: (frame: unknown) => void = () => undefined
  leave: () => void = () => undefined
  send = (frame: unknown): void => void this.got.push(frame)
  congested = (): boolean => false
  close = (): void => {
    this.closed = true
    this.leave()
  }
  listen = (onFrame: (frame: unknown) => void, onClose: () => void): void => void ([this.say, this.leave] = [onFrame, onClose])
}

/** Messages as they are after a pipe. */
const piped = <T>(message: T): T => JSON.parse(JSON.stringify(message)) as T

/** What the engine's process has of one window. */
interface Joined {
  readonly channel: Channel
  readonly heard: unknown[]
  left: boolean
}

let time: VirtualTime
let supervisor: Supervisor
let relay: WindowRelay
let joined: Joined[]
let waiting: number
let die: () => void

/** An engine's process whose windows are in the test's hands, behind a pipe. */
function engine(): EngineHandle {
  let tell: (message: EngineMessage) => void = () => {}
  const windows = new WindowFrames({ send: (frame) => tell(piped<EngineMessage>(frame)), get waiting() { return waiting } }, (channel) => {
    const one: Joined = { channel, heard: [], left: false }
    channel.listen((frame) => one.heard.push(frame), () => void (one.left = true))
    joined.push(one)
  })
  setImmediate(() => tell({ kind: 'serving' }))
  return {
    send: (message: ShellMessage) => message.kind === 'window-frame' && windows.take(piped(message)),
    onMessage: (listener) => void (tell = listener),
    onExit: (listener) => void (die = listener),
    kill: () => die(),
  }
}

beforeEach(async () => {
  time = new VirtualTime()
  joined = []
  waiting = 0
  supervisor = new Supervisor({ fork: engine, beginning: null, clock: time, timer: time })
  relay = new WindowRelay(supervisor)
})
const serving = async () => {
  supervisor.start()
  while (!supervisor.engine) await time.pass(1)
}
const enter = (): Page => {
  const page = new Page()
  relay.join(page)
  return page
}
const answer = (id: number): ServerFrame => ({ kind: 'answer', id, result: null })

it('carries each window’s frames to the engine and back, and mixes none up', async () => {
  await serving()
  const [first, second] = [enter(), enter()]
  first.say({ n: 1 })
  second.say({ n: 2 })
  joined[0]!.channel.send(answer(1))
  joined[1]!.channel.send(answer(2))
  expect(joined.map(({ heard }) => heard)).toEqual([[{ n: 1 }], [{ n: 2 }]])
  expect([first.got, second.got]).toEqual([[answer(1)], [answer(2)]])
})

it('tells the engine when a window has left, and sends that one nothing more', async () => {
  await serving()
  const page = enter()
  page.leave()
  joined[0]!.channel.send(answer(1))
  expect([joined[0]!.left, page.got]).toEqual([true, []])
})

it('shows a window out that the engine shows out', async () => {
  await serving()
  const [page, other] = [enter(), enter()]
  joined[0]!.channel.close()
  expect([page.closed, other.closed, joined[0]!.left]).toEqual([true, false, true])
  page.say({ n: 1 })
  expect(joined[0]!.heard).toEqual([])
})

it.each([[null], [undefined]])('passes on as no frame at all what a window says that would stand for something else: %s', async (said) => {
  await serving()
  const page = enter()
  page.say(said)
  expect([joined[0]!.heard, joined[0]!.left, joined.length]).toEqual([[false], false, 1])
})

it('closes all windows when their engine dies, and joins those that come back to the next one', async () => {
  await serving()
  const pages = [enter(), enter()]
  die()
  expect(pages.map(({ closed }) => closed)).toEqual([true, true])
  const early = enter()
  expect(early.closed).toBe(true)
  while (!supervisor.engine) await time.pass(10)
  const page = enter()
  page.say({ n: 3 })
  expect(joined.at(-1)!.heard).toEqual([{ n: 3 }])
})

it('says that a window is congested while too much waits to leave the process', async () => {
  await serving()
  enter()
  expect(joined[0]!.channel.congested()).toBe(false)
  waiting = 201
  expect(joined[0]!.channel.congested()).toBe(true)
})

it('reads of every life what the workstation does', async () => {
  const view = { phase: 'choosing', mode: null, program: { name: 'haetae', version: '1' }, told: null, part: null, recentCrashes: 0, exitsOnly: false } as const
  const phases: string[] = []
  watchWorkstation(supervisor, relay, ({ phase }) => phases.push(phase))
  await serving()
  expect(joined[0]!.heard).toEqual([{ kind: 'subscribe', topic: 'workstation', session: '', after: 0 }])
  joined[0]!.channel.send({ kind: 'items', topic: 'workstation', first: 1, values: [view, { ...view, phase: 'running' }, { phase: 'nonsense' }] })
  die()
  while (!supervisor.engine) await time.pass(10)
  joined[1]!.channel.send({ kind: 'items', topic: 'workstation', first: 1, values: [view] })
  expect(phases).toEqual(['choosing', 'running', 'choosing'])
})
