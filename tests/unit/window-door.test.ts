import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Channel, ClientFrame } from '../../src-shared/contract/frames.ts'
import { EngineClient, type ConnectionState } from '../../src-renderer/engine-client/engine-client.ts'
import { PortDoor, type Port } from '../../src-renderer/engine-client/port-door.ts'

const opened: MessagePort[] = []
afterEach(() => opened.splice(0).forEach((port) => port.close()))

/** A port as the shell gives it, and the engine's end of it. Node's ports are as the browser's but for what a listener is handed. */
function ports(): { readonly page: Port; readonly engine: MessagePort } {
  const { port1, port2 } = new MessageChannel()
  opened.push(port1, port2)
  const page: Port = {
    postMessage: (message) => port1.postMessage(message),
    addEventListener: (type, listener) => void (type === 'message' ? port1.on('message', (data) => listener({ data })) : port1.on('close', () => listener({}))),
    start: () => port1.start(),
    close: () => port1.close(),
  }
  return { page, engine: port2 }
}

const hear = (channel: Channel): { readonly frames: unknown[]; closed: number } => {
  const heard = { frames: [] as unknown[], closed: 0 }
  channel.listen((frame) => void heard.frames.push(frame), () => void heard.closed++)
  return heard
}

describe('the desktop’s door', () => {
  it('gives the port that came before anybody asked, and the one that comes after', async () => {
    const door = new PortDoor(() => undefined)
    const [early, late] = [ports(), ports()]
    door.offer(early.page)
    const heard = hear(await door.open())
    early.engine.postMessage('a')
    await vi.waitFor(() => expect(heard.frames).toEqual(['a']))
    const second = door.open()
    door.offer(late.page)
    const heardLater = hear(await second)
    late.engine.postMessage('b')
    await vi.waitFor(() => expect(heardLater.frames).toEqual(['b']))
  })

  it('ends the channel when the engine’s end closes, once', async () => {
    const door = new PortDoor(() => undefined)
    const { page, engine } = ports()
    door.offer(page)
    const heard = hear(await door.open())
    engine.close()
    await vi.waitFor(() => expect(heard.closed).toBe(1))
  })

  it('replaces a port by a newer one: the old channel ends, the next opening has the new one', async () => {
    const door = new PortDoor(() => undefined)
    const [old, fresh] = [ports(), ports()]
    door.offer(old.page)
    const heard = hear(await door.open())
    door.offer(fresh.page)
    await vi.waitFor(() => expect(heard.closed).toBe(1))
    const heardAnew = hear(await door.open())
    fresh.engine.postMessage('new')
    await vi.waitFor(() => expect(heardAnew.frames).toEqual(['new']))
  })

  it('asks for another port when one was given up though nobody replaced it, and for none before the first', async () => {
    let asked = 0
    const door = new PortDoor(() => void asked++)
    const first = door.open()
    expect(asked).toBe(0)
    door.offer(ports().page)
    const channel = await first
    channel.close()
    void door.open()
    expect(asked).toBe(1)
  })

  it('keeps only the newest of ports that nobody took', async () => {
    const door = new PortDoor(() => undefined)
    const [unused, newest] = [ports(), ports()]
    const unusedClosed = new Promise((resolve) => unused.engine.once('close', resolve))
    door.offer(unused.page)
    door.offer(newest.page)
    await unusedClosed
    const heard = hear(await door.open())
    newest.engine.postMessage('x')
    await vi.waitFor(() => expect(heard.frames).toEqual(['x']))
  })
})

describe('a client that is listened for', () => {
  /** An engine that takes frames and says only what the test lets it say. */
  function silent(): { readonly channel: Channel; readonly asked: ClientFrame[]; say(frame: unknown): void; readonly closed: () => boolean } {
    const asked: ClientFrame[] = []
    let onFrame: (frame: unknown) => void = () => undefined
    let closed = false
    // Closing says nothing: the other end hangs.
    const channel: Channel = { send: (frame) => void asked.push(frame as ClientFrame), congested: () => false, close: () => void (closed = true), listen: (listener) => void (onFrame = listener) }
    return { channel, asked, say: (frame) => onFrame(frame), closed: () => closed }
  }

  async function connected(engine: ReturnType<typeof silent>): Promise<{ readonly client: EngineClient; readonly states: ConnectionState[] }> {
    const states: ConnectionState[] = []
    const client = new EngineClient(() => (states.length === 0 ? Promise.resolve(engine.channel) : new Promise(() => undefined)))
    client.onState((state) => states.push(state))
    await vi.waitFor(() => expect(engine.asked).not.toEqual([]))
    engine.say({ kind: 'refusal', id: 1, reason: 'not-running' })
    expect(states).toEqual(['open'])
    engine.asked.length = 0
    return { client, states }
  }

  it('is not connected before the engine has said something: one that hangs takes connections too', async () => {
    const engine = silent()
    const states: ConnectionState[] = []
    const client = new EngineClient(() => (engine.closed() ? new Promise(() => undefined) : Promise.resolve(engine.channel)))
    client.onState((state) => states.push(state))
    await vi.waitFor(() => expect(engine.asked).toMatchObject([{ kind: 'request' }]))
    for (let i = 0; i < 3; i++) client.pulse()
    expect([states, engine.closed()]).toEqual([['lost'], true])
  })

  it('asks when nothing was heard, and gives the connection up when that is not answered either', async () => {
    const engine = silent()
    const { client, states } = await connected(engine)
    client.pulse()
    expect(engine.asked).toEqual([])
    client.pulse()
    expect(engine.asked).toMatchObject([{ kind: 'request', name: 'desk.status' }])
    const click = expect(client.request('trading.start', { requestId: 'click-00001' })).rejects.toMatchObject({ code: 'outcome-unknown' })
    client.pulse()
    await click
    expect([states, engine.closed()]).toEqual([['open', 'lost'], true])
    await expect(client.request('trading.start', { requestId: 'click-00001' })).rejects.toMatchObject({ code: 'not-connected' })
  })

  it('stays while anything is heard, be it a refusal', async () => {
    const engine = silent()
    const { client, states } = await connected(engine)
    for (let i = 0; i < 5; i++) {
      client.pulse()
      engine.say({ kind: 'refusal', id: 99, reason: 'not-running' })
    }
    client.pulse()
    client.pulse()
    engine.say({ kind: 'answer', id: 98, result: null })
    client.pulse()
    expect([states, engine.closed()]).toEqual([['open'], false])
  })
})
