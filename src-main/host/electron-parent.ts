import type { Channel } from '../../src-shared/contract/frames.ts'
import { portChannel, type MainPort } from '../ipc/port-channel.ts'
import type { ShellMessage } from '../supervision/messages.ts'
import type { EngineParent } from './engine-parent.ts'
import { ParentLauncher } from './parent-launcher.ts'

/** The part of Electron's `process.parentPort` that we need. Windows come with one end of a port each. */
export interface ParentPort {
  postMessage(message: unknown): void
  on(name: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly MainPort[] }) => void): unknown
  on(name: 'close', listener: () => void): unknown
}

/** The parent of an Electron utility process. */
export function electronParent(port: ParentPort, firstLaunchId: number): EngineParent {
  const send: EngineParent['send'] = (message) => port.postMessage(message)
  const launcher = new ParentLauncher(send, firstLaunchId)
  let onWindow: (channel: Channel) => void = () => {}
  let onMessage: (message: ShellMessage) => void = () => {}
  port.on('message', ({ data, ports: [end] }) => {
    const message = data as ShellMessage
    if (message.kind === 'window') {
      if (end) onWindow(portChannel(end))
    } else if (!launcher.take(message)) onMessage(message)
  })
  return {
    launcher, send,
    onWindow: (listener) => void (onWindow = listener),
    onMessage: (listener) => void (onMessage = listener),
    onGone: (listener) => void (port.on('close', listener), process.once('disconnect', listener)),
  }
}
