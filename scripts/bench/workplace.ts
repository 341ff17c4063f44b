import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The checkout: scripts run from it. */
export const ROOT: string = resolve(import.meta.dirname, '../..')

/** A folder on the disk of the checkout, not in the system's temporary place: that is memory on some computers, where a commit costs nothing. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  mkdirSync(join(ROOT, '.tsc'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, '.tsc/bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
