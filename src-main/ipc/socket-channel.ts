import type { WebSocket } from 'ws'
import type { Channel } from '../../src-shared/contract/frames.ts'

const BUFFERED_BYTES_MAX = 1_000_000
/** A page that takes nothing any more, as one that the browser has frozen. It comes back and asks for what it missed. */
const STUCK_BYTES = 32_000_000
const POLICY_VIOLATION = 1008

export const socketChannel = (socket: WebSocket): Channel => ({
  send: (frame) => (socket.bufferedAmount > STUCK_BYTES ? socket.terminate() : socket.send(JSON.stringify(frame))),
  congested: () => socket.bufferedAmount > BUFFERED_BYTES_MAX,
  close: () => socket.close(POLICY_VIOLATION),
  listen(onFrame, onClose) {
    socket.on('message', (data, isBinary) => onFrame(isBinary ? undefined : parseJson((data as Buffer).toString())))
    socket.on('close', onClose)
    socket.on('error', () => socket.terminate())
  },
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
