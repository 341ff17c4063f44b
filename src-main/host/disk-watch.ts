import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../base/clock.port.ts'
import { isoDay } from '../base/system-calendar.ts'
import type { RunningMode } from '../modes/running-mode.ts'
import { copyIfDue } from '../storage/copies.ts'
import type { Opening } from '../storage/database-kind.ts'
import { freeBytes } from '../storage/durable-files.ts'

const EVERY_MS = 60_000
/** Below this the account does exits only, while there is still room to write them down. */
const BYTES_MIN = 200 * 1024 * 1024

/** A copy of the books each day, and no entries when the disk runs full. */
export function watchDisk(mode: RunningMode, opening: Opening, clock: Clock): { stop(): void } {
  let stopped = false
  const look = async (): Promise<void> => {
    const free = freeBytes(opening.folder)
    mode.report('disk', free >= BYTES_MIN, `${Math.floor(free / 1024 / 1024)} MB free`)
    await copyIfDue(opening, isoDay(clock.now())).then(() => mode.report('copies', true, ''), (error: unknown) => mode.report('copies', false, String(error)))
  }
  const watching = async (): Promise<void> => {
    while (!stopped) {
      await look().catch((error: unknown) => mode.report('disk', false, String(error)))
      await sleep(EVERY_MS, undefined, { ref: false })
    }
  }
  void watching()
  return { stop: () => void (stopped = true) }
}
