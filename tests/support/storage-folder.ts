import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { StorageRefusal } from '../../src-main/storage/refusal.ts'

/** An empty folder that ends with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'haetae-storage-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An empty folder that ends with the file of tests. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'haetae-storage-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Every file below a folder with its bytes. What SQLite makes anew at will (-shm, an empty -wal) does not count. */
export function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile())
  const kept = paths.filter((path) => !path.endsWith('-shm') && !(path.endsWith('-wal') && statSync(join(folder, path)).size === 0))
  return Object.fromEntries(kept.toSorted().map((path) => [path, readFileSync(join(folder, path), 'base64')]))
}

/** The refusal that `work` ends with. */
export function refusalOf(work: () => unknown): StorageRefusal {
  try {
    work()
  } catch (error) {
    if (error instanceof StorageRefusal) return error
    throw error
  }
  throw new Error('it was not refused')
}
