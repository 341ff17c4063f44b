import type { Channel } from '../../src-shared/contract/frames.ts'
import type { EngineMessage, ShellMessage } from '../supervision/messages.ts'
import { nodeLauncher } from '../supervision/node-launcher.ts'
import type { EngineParent } from './engine-parent.ts'
import { WindowFrames } from './window-frames.ts'

/** The parent of a process that Node has forked. Windows come as numbered frames. */
export function nodeParent(root: string): EngineParent {
  let waiting = 0
  const send = (message: EngineMessage): void => {
    // A parent that is gone is told of by 'disconnect'.
    if (!process.connected) return
    waiting++
    process.send?.(message, undefined, undefined, () => void waiting--)
  }
  let onWindow: (channel: Channel) => void = () => {}
  const windows = new WindowFrames({ send, get waiting() { return waiting } }, (channel) => onWindow(channel))
  return {
    launcher: nodeLauncher(root), send,
    onWindow: (listener) => void (onWindow = listener),
    onMessage: (listener) => void process.on('message', (message: ShellMessage) => (message.kind === 'window-frame' ? windows.take(message) : listener(message))),
    onGone: (listener) => void process.once('disconnect', listener).once('SIGTERM', listener),
  }
}
