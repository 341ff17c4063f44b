import type { Channel } from '../../src-shared/contract/frames.ts'

/** The part of Electron's MessagePortMain that a channel needs. */
export interface MainPort {
  postMessage(message: unknown): void
  on(name: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(name: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** One end of a message port; the page has the other. A port does not tell how much waits at the other end. */
export const portChannel = (port: MainPort): Channel => ({
  send: (frame) => port.postMessage(frame),
  congested: () => false,
  close: () => port.close(),
  listen(onFrame, onClose) {
    port.on('message', ({ data }) => onFrame(data))
    port.on('close', onClose)
    port.start()
  },
})
