/** A frame as Electron shows it. */
export interface Frame {
  readonly url: string
  readonly parent: object | null
  readonly frameTreeNodeId: number
}

type Handler = (event: object, ...args: readonly unknown[]) => unknown
const handlers = new Map<string, Handler>()

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
}

/** Brings a message of a frame to the program, and its answer back. Errors reach a page as Electron words them. */
export async function invoke(sender: object, senderFrame: Frame | null, channel: string, args: readonly unknown[]): Promise<unknown> {
  const handler = handlers.get(channel)
  try {
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return await handler({ sender, senderFrame }, ...args)
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error })
  }
}
