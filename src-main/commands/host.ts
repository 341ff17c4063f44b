import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { PROGRAM } from '../base/program.ts'
import { readPageFiles } from '../base/system-page-files.ts'
import { systemTicker } from '../base/system-ticker.ts'
import { deskHandlers } from '../ipc/desk-handlers.ts'
import { DeskTopics } from '../ipc/desk-topics.ts'
import { serve } from '../ipc/request-server.ts'
import { TopicLog } from '../ipc/topic-log.ts'
import { openWebHost, type Health, type WebHost } from '../ipc/web-host.ts'
import type { Desk } from '../engine/desk.port.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import type { RunningMode } from '../modes/running-mode.ts'
import type { Terminal } from './command.ts'

export interface HostWanted {
  readonly port: number
  /** Starts the mode; what it publishes goes to the windows. */
  readonly start: (publisher: Publisher) => Promise<RunningMode>
}

export interface Host {
  readonly url: string
  readonly mode: RunningMode
  readonly close: () => Promise<void>
}

/** A mode behind a page on 127.0.0.1. The page is there while the mode still starts, so that a person sees why it takes time. */
export async function openHost({ port, start }: HostWanted, { root, clock }: Terminal): Promise<Host> {
  const files = readPageFiles(join(root, 'dist/renderer'))
  const log = new TopicLog(randomUUID())
  const topics = new DeskTopics(log)
  const started = Promise.withResolvers<Desk>()
  // One set for all windows: it remembers clicks.
  const handlers = started.promise.then(deskHandlers)
  handlers.catch(() => undefined)
  let desk: Desk | undefined
  const web = await openWebHost({
    files, port, clock, health: () => healthOf(desk),
    onChannel: (channel) => void handlers.then((ready) => serve(channel, ready, log, clock), () => channel.close()),
  })
  try {
    const mode = await start(topics)
    desk = mode.desk
    const ticking = topics.attach(mode.desk, systemTicker)
    started.resolve(mode.desk)
    return { url: web.newLink(), mode, close: () => closeAll(mode, web, ticking) }
  } catch (error) {
    started.reject(error)
    await web.close()
    throw error
  }
}

async function closeAll(mode: RunningMode, web: WebHost, ticking: { stop(): void }): Promise<void> {
  ticking.stop()
  await mode.stop()
  await web.close()
}

function healthOf(desk: Desk | undefined): Health {
  const status = desk?.status()
  return {
    ...PROGRAM, mode: status?.mode ?? 'starting', ready: status?.ready ?? false, trading: status?.trading ?? false,
    components: status?.components.map(({ component, healthy }) => ({ component, healthy })) ?? [],
  }
}
