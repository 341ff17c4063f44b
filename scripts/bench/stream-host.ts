import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { recordedFrames } from './stream-recording.ts'
import { sharedNow } from './shared-now.ts'

export interface HostOrder {
  readonly frames: number
  /** So many times as fast as they were recorded; null for as fast as the other side takes them. */
  readonly speed: number | null
}

export type HostAnswer = { readonly kind: 'listening'; readonly streamUrl: string } | { readonly kind: 'sent'; readonly sentAt: Float64Array }

// Plays the venue's stream host: acknowledges, and sends the recorded frames to the newest connection when the parent says so.
const CHUNK_BYTES = 65_536
const { frames } = recordedFrames()
const wires = frames.map(({ text }) => framed(Buffer.from(text)))
const http = createServer()
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
let peer: Duplex | undefined
http.on('upgrade', (request, wire, head) => {
  sockets.handleUpgrade(request, wire, head, (socket) => {
    peer = wire
    socket.on('message', (data: Buffer) => socket.send(JSON.stringify({ result: null, id: (JSON.parse(data.toString()) as { readonly id: unknown }).id })))
    socket.on('error', () => {})
  })
})
http.listen(0, '127.0.0.1', () => process.send?.({ kind: 'listening', streamUrl: `ws://127.0.0.1:${(http.address() as AddressInfo).port}` } satisfies HostAnswer))
process.on('message', (order: HostOrder) => void send(order).then((sentAt) => process.send?.({ kind: 'sent', sentAt } satisfies HostAnswer)))
process.once('disconnect', () => process.exit())

async function send({ frames: count, speed }: HostOrder): Promise<Float64Array> {
  const wire = peer
  if (!wire) throw new Error('nobody has connected')
  const sentAt = new Float64Array(count)
  if (speed === null) await sendAll(wire, count)
  else await sendPaced(wire, sentAt, speed)
  return sentAt
}

/** In large pieces, so that the sender is never what is measured. */
async function sendAll(wire: Duplex, count: number): Promise<void> {
  let chunk: Buffer[] = []
  let bytes = 0
  for (let index = 0; index < count; index++) {
    chunk.push(wires[index]!)
    bytes += wires[index]!.length
    if (bytes < CHUNK_BYTES && index < count - 1) continue
    if (!wire.write(Buffer.concat(chunk))) await new Promise((resolve) => wire.once('drain', resolve))
    chunk = []
    bytes = 0
  }
}

/** One by one, when each is due. */
async function sendPaced(wire: Duplex, sentAt: Float64Array, speed: number): Promise<void> {
  const [began, first] = [sharedNow(), frames[0]!.receivedAt]
  for (let index = 0; index < sentAt.length; index++) {
    const dueAt = began + (frames[index]!.receivedAt - first) / speed
    while (sharedNow() < dueAt) await new Promise((resolve) => setTimeout(resolve, 1))
    sentAt[index] = sharedNow()
    wire.write(wires[index]!)
  }
}

/** A whole text message as a server sends it: unmasked. */
function framed(payload: Buffer): Buffer {
  const { length } = payload
  const head = length < 126 ? Buffer.from([0x81, length]) : Buffer.from([0x81, 126, length >> 8, length & 0xff])
  if (length > 0xffff) throw new RangeError(`a frame of ${length} bytes was recorded`)
  return Buffer.concat([head, payload])
}
