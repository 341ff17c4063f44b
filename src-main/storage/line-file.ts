import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { StorageRefusal } from './refusal.ts'

/** Where lines go, one by one. */
export interface LineWriter {
  /** The line feed is added. */
  write(line: string): void
  /** All was written. */
  finish(): void
  /** Always called; what was not finished leaves nothing behind. */
  close(): void
}

const CHUNK_CHARACTERS = 65_536

/** A file that gets its name only when it is whole. Throws StorageRefusal when the name is taken or the place cannot be written. */
export function fileLines(path: string, force: boolean): LineWriter {
  if (existsSync(path) && !force) throw taken(path)
  const draft = `${path}.part-${process.pid}`
  const file = explaining(path, () => openSync(draft, 'w'))
  let pending = ''
  let isOpen = true
  const flush = (): void => {
    if (pending) explaining(path, () => writeWhole(file, Buffer.from(pending)))
    pending = ''
  }
  return {
    write: (line) => {
      pending += `${line}\n`
      if (pending.length >= CHUNK_CHARACTERS) flush()
    },
    finish: () => {
      flush()
      explaining(path, () => fsyncSync(file))
      closeSync(file)
      isOpen = false
      if (existsSync(path) && !force) throw taken(path)
      explaining(path, () => renameSync(draft, path))
    },
    close: () => {
      if (isOpen) closeSync(file)
      isOpen = false
      rmSync(draft, { force: true })
    },
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written)
}

const taken = (path: string): StorageRefusal =>
  new StorageRefusal('read-only', `${path} is there already and was left as it is. Take another name, or --force to replace it.`)

function explaining<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new StorageRefusal('read-only', `${path} cannot be written (${cause}). Take another place with --out.`, { cause: error })
  }
}
