import { fork } from 'node:child_process'
import { engineArguments, type EngineFork, type EngineHandle, type EnginePlace } from './engine-handle.ts'
import type { EngineMessage } from './messages.ts'
import { programPath } from './program-path.ts'

/** The engine as a child process of this one. It winds down by itself when we are gone. */
export function nodeFork(place: EnginePlace): EngineFork {
  return (birth): EngineHandle => {
    const child = fork(programPath(place.root, 'engine'), engineArguments(place, birth), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    let hasEnded = false
    return {
      // What is sent to a process that is just ending is lost, as it would be a moment later.
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      onMessage: (listener) => void child.on('message', (message) => listener(message as EngineMessage)),
      onExit: (listener) => {
        const ended = (): void => {
          if (!hasEnded) listener()
          hasEnded = true
        }
        child.once('exit', ended)
        child.once('error', ended)
      },
      kill: () => void child.kill('SIGKILL'),
    }
  }
}
