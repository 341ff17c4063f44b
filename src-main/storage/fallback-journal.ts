import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { JournalUnavailable, type Journal } from '../engine/journal.port.ts'
import { syncFolder } from './durable-files.ts'
import { readFallback } from './fallback-file.ts'
import { fromRow, toRow } from './journal-format.ts'
import { errorCode } from './refusal.ts'

/**
 * Where changes go while the journal cannot be written, so that exits can leave: a text file, one line per append, forced to the disk.
 * The file is made at the first append. The next start hands what is left to `SqliteJournal.adoptFallback`.
 */
export class FallbackJournal implements Journal {
  readonly #path: string
  readonly #accountId: string
  #file: number | undefined
  #size = 0

  constructor(path: string, accountId: string) {
    this.#path = path
    this.#accountId = accountId
  }

  /** Unlike the journal it does not find what is there already: adopting does. */
  append(changes: readonly JournalledChange[]): void {
    if (changes.length === 0) return
    const line = Buffer.from(`${JSON.stringify(changes.map((change) => toRow(change, this.#accountId)))}\n`)
    try {
      this.#write(line)
    } catch (error) {
      throw new JournalUnavailable(`the fallback ${this.#path} could not be written: ${errorCode(error) ?? String(error)}`, { cause: error })
    }
  }

  /** What was acknowledged so far, also by an earlier process. */
  read(): readonly JournalledChange[] {
    return (readFallback(this.#path, this.#accountId)?.rows ?? []).map((row) => fromRow(row))
  }

  /** The journal has all of it now. A file that cannot be removed does no harm: adopting finds that its changes are there. */
  clear(): void {
    this.close()
    try {
      rmSync(this.#path, { force: true })
    } catch {
      // A disk in trouble is no reason to stop: the changes are safe in the journal.
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #write(line: Buffer): void {
    const file = this.#open()
    try {
      let written = 0
      while (written < line.length) written += writeSync(file, line, written, line.length - written, this.#size + written)
      fsyncSync(file)
    } catch (error) {
      ftruncateSync(file, this.#size)
      throw error
    }
    this.#size += line.length
  }

  /** A torn last line of an earlier process was never acknowledged: it is cut off before more is written behind it. */
  #open(): number {
    if (this.#file !== undefined) return this.#file
    const isNew = !existsSync(this.#path)
    this.#file = openSync(this.#path, isNew ? 'wx+' : 'r+', 0o600)
    if (isNew) syncFolder(dirname(this.#path))
    this.#size = isNew ? 0 : readFileSync(this.#path).lastIndexOf(10) + 1
    if (fstatSync(this.#file).size > this.#size) ftruncateSync(this.#file, this.#size)
    return this.#file
  }
}
