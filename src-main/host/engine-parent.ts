import type { Channel } from '../../src-shared/contract/frames.ts'
import type { Launcher } from '../supervision/launcher.port.ts'
import type { EngineMessage, ShellMessage } from '../supervision/messages.ts'

/** Whoever started the engine's process: Electron's main process, or a headless one under Node. */
export interface EngineParent {
  /** Starts programs for us, the way this parent allows. */
  readonly launcher: Launcher
  send(message: EngineMessage): void
  onMessage(listener: (message: ShellMessage) => void): void
  onWindow(listener: (channel: Channel) => void): void
  /** Nobody supervises us any more. */
  onGone(listener: () => void): void
}
