import { MessageChannel } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import type { Channel } from '../../src-shared/contract/frames.ts'
import { PortDoor, type Port } from '../../src-renderer/engine-client/port-door.ts'

let asked = 0
const ends: { close(): void }[] = []
const door = (): PortDoor => new PortDoor(() => void asked++)
afterEach(() => {
  asked = 0
  for (const end of ends.splice(0)) end.close()
})

function port(): Port {
  const { port1, port2 } = new MessageChannel()
  ends.push(port1, port2)
  return port2 as unknown as Port
}
const closed = (channel: Channel): Promise<void> => new Promise((resolve) => channel.listen(() => undefined, resolve))

it('waits for the first port, which comes by itself', async () => {
  const waiting = door()
  const opened = waiting.open()
  waiting.offer(port())
  await opened
  expect(asked).toBe(0)
})

it('asks for another in place of one that it gave up', async () => {
  const waiting = door()
  waiting.offer(port())
  const channel = await waiting.open()
  const end = closed(channel)
  channel.close()
  await end
  void waiting.open()
  expect(asked).toBe(1)
})

it('asks for nothing when a new engine’s port has ended the old one', async () => {
  const waiting = door()
  waiting.offer(port())
  const end = closed(await waiting.open())
  waiting.offer(port())
  await end
  await waiting.open()
  expect(asked).toBe(0)
})
