import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { beforeEach, expect, it } from 'vitest'
import type { Channel } from '../../src-shared/contract/frames.ts'
import { electronParent, type ParentPort } from '../../src-main/host/electron-parent.ts'
import type { EngineParent } from '../../src-main/host/engine-parent.ts'
import type { MainPort } from '../../src-main/ipc/port-channel.ts'
import type { EngineMessage, ShellMessage } from '../../src-main/supervision/messages.ts'

/** Electron's `process.parentPort`, and the main process's end of it. */
class Port extends EventEmitter implements ParentPort {
  readonly sent: EngineMessage[] = []

  postMessage(message: unknown): void {
    this.sent.push(message as EngineMessage)
  }

  arrives(data: ShellMessage, ports: readonly MainPort[] = []): void {
    this.emit('message', { data, ports })
  }
}

/** Node's ports give the data, Electron's an event with the data. */
const mainPort = (port: MessagePort): MainPort => ({
  postMessage: (message) => port.postMessage(message),
  on: (name: string, listener: (event: { readonly data: unknown }) => void) => port.on(name, (data: unknown) => listener({ data })),
  start: () => port.start(),
  close: () => port.close(),
})

let port: Port
let parent: EngineParent
let windows: Channel[]
let heard: ShellMessage[]
beforeEach(() => {
  port = new Port()
  parent = electronParent(port, 1_000)
  windows = []
  heard = []
  parent.onWindow((channel) => windows.push(channel))
  parent.onMessage((message) => heard.push(message))
})

it('makes a channel of the port that comes with a window', async () => {
  const { port1, port2 } = new MessageChannel()
  port.arrives({ kind: 'window' }, [mainPort(port1)])
  const frames: unknown[] = []
  const closed = new Promise<void>((resolve) => windows[0]!.listen((frame) => frames.push(frame), resolve))
  port2.postMessage({ kind: 'subscribe' })
  const got = new Promise((resolve) => port2.once('message', resolve))
  windows[0]!.send({ kind: 'answer', id: 1, result: null })
  expect(await got).toEqual({ kind: 'answer', id: 1, result: null })
  port2.close()
  await closed
  expect([frames, heard]).toEqual([[{ kind: 'subscribe' }], []])
})

it('passes on what it is told and says what it has to say', () => {
  port.arrives({ kind: 'suspend' })
  port.arrives({ kind: 'stop' })
  parent.send({ kind: 'serving' })
  expect([heard, port.sent, windows]).toEqual([[{ kind: 'suspend' }, { kind: 'stop' }], [{ kind: 'serving' }], []])
})

it('notices that nobody supervises it any more', () => {
  let gone = 0
  parent.onGone(() => gone++)
  port.emit('close')
  expect(gone).toBe(1)
})

it('has programs launched by the parent, hears each of them and ends each of them', () => {
  const [venue, job] = [parent.launcher.launch('venue', ['a']), parent.launcher.launch('jobs', ['b'])]
  const told: unknown[] = []
  venue.onEnded((how) => told.push(`venue: ${how}`))
  job.onMessage((message) => told.push(message))
  job.onEnded((how) => told.push(`job: ${how}`))
  expect(port.sent).toEqual([{ kind: 'launch', launchId: 1_000, helper: 'venue', args: ['a'] }, { kind: 'launch', launchId: 1_001, helper: 'jobs', args: ['b'] }])
  port.arrives({ kind: 'helper-message', launchId: 1_001, message: { kind: 'done' } })
  job.end()
  port.arrives({ kind: 'helper-ended', launchId: 1_001 })
  port.arrives({ kind: 'helper-message', launchId: 7, message: 'of an earlier life' })
  expect([told, port.sent.at(-1), heard]).toEqual([[{ kind: 'done' }, 'job: it ended'], { kind: 'end-helper', launchId: 1_001 }, []])
})
