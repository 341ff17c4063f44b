import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { bytesOf, GROUP_ROWS, groupBytes, isOf, MAGIC, pieceBytes, sumOf, TAIL_BYTES, type Column, type ColumnSpec, type ColumnValues, type Directory, type Group } from './column-format.ts'
import { refusing } from './refusal.ts'

/**
 * Writes a file of columns block by block, so that no more than one block need be in memory. The file gets its name when it is whole. What it says can be
 * made again, so nothing waits for the disk: after a power cut its check sums tell.
 */
export class ColumnWriter {
  readonly #path: string
  readonly #columns: readonly ColumnSpec[]
  readonly #groups: Group[] = []
  readonly #draft: string
  readonly #file: number
  #isOpen = true

  /** Throws StorageRefusal where it cannot be written. */
  constructor(path: string, columns: readonly ColumnSpec[]) {
    this.#path = path
    this.#columns = columns
    this.#draft = `${path}.part-${process.pid}`
    this.#file = this.#refusing(() => openSync(this.#draft, 'w', 0o600))
    this.#write(MAGIC)
  }

  /** Any number of rows after those that were written. Throws RangeError for columns other than were promised. */
  write(block: ColumnValues): void {
    const rows = this.#rowsOf(block)
    for (let from = 0; from < rows; from += GROUP_ROWS) this.#writeGroup(block, from, Math.min(from + GROUP_ROWS, rows))
  }

  /** All was written; answers the size in bytes. `facts` is anything JSON can hold. */
  finish(facts: unknown): number {
    const directory: Directory = { columns: this.#columns, groups: this.#groups, facts }
    const bytes = new TextEncoder().encode(JSON.stringify(directory))
    const tail = new Uint8Array(TAIL_BYTES)
    const view = new DataView(tail.buffer)
    view.setUint32(0, bytes.length, true)
    view.setUint32(4, sumOf(bytes), true)
    tail.set(MAGIC, 8)
    this.#write(bytes)
    this.#write(tail)
    this.#close()
    this.#refusing(() => renameSync(this.#draft, this.#path))
    const pieces = this.#groups.reduce((sum, { rows }) => sum + groupBytes(this.#columns, rows), 0)
    return MAGIC.length + pieces + bytes.length + TAIL_BYTES
  }

  /** Always called; what was not finished leaves nothing behind. */
  close(): void {
    this.#close()
    rmSync(this.#draft, { force: true })
  }

  #rowsOf(block: ColumnValues): number {
    const rows = this.#columns.length > 0 ? (block[this.#columns[0]!.name]?.length ?? 0) : 0
    for (const { name, type } of this.#columns) {
      const column = block[name]
      if (!column || !isOf(column, type) || column.length !== rows) throw new RangeError(`the column ${name} must be ${type} with ${rows} values`)
    }
    return rows
  }

  #writeGroup(block: ColumnValues, from: number, to: number): void {
    const sums = this.#columns.map(({ name, type }) => {
      const bytes = bytesOf((block[name] as Column).subarray(from, to))
      this.#write(bytes)
      this.#write(new Uint8Array(pieceBytes(type, to - from) - bytes.length))
      return sumOf(bytes)
    })
    this.#groups.push({ rows: to - from, sums })
  }

  #write(bytes: Uint8Array): void {
    this.#refusing(() => {
      for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written)
    })
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#file)
    this.#isOpen = false
  }

  #refusing<Result>(work: () => Result): Result {
    return refusing(this.#path, work, '')
  }
}
