import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { systemClock } from '../base/system-clock.ts'

/** Marks a file as used now, so that it goes later than others. */
export const touch = (path: string, now: TimeMs = systemClock.now()): void => utimesSync(path, now / 1_000, now / 1_000)

/**
 * Removes files that can be made again, those used longest ago first, until those of the folder take no more than `bytesMax`; `kept` stays whatever it
 * takes. Drafts that nobody has gone on with for a day go too. What cannot be removed stays: somebody has it open.
 */
export function keepWithin(folder: string, { bytesMax, kept, now = systemClock.now() }: { readonly bytesMax: number; readonly kept: string; readonly now?: TimeMs }): void {
  const files = readdirSync(folder).map((name) => {
    const path = join(folder, name)
    const { size, mtimeMs } = statSync(path)
    return { path, size, usedAt: mtimeMs, isDraft: name.includes('.part-') }
  })
  for (const { path, usedAt, isDraft } of files) if (isDraft && usedAt < now - DAY_MS) remove(path)
  let left = bytesMax - files.filter(({ path }) => path === kept).reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.filter((file) => !file.isDraft && file.path !== kept).toSorted((a, b) => b.usedAt - a.usedAt)) {
    left -= size
    if (left < 0) remove(path)
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Windows keeps what is open.
  }
}
