import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { parquetScan, type AsyncBuffer, type ParquetScan } from 'hyparquet'
import { newColumn, type Column } from './column-format.ts'
import type { ParquetColumn, ParquetValues } from './parquet-writer.ts'
import { StorageRefusal } from './refusal.ts'

export interface ParquetBlock {
  readonly from: number
  readonly rows: number
  readonly values: ParquetValues
}

/** What times are to other programs is milliseconds to us. */
const AS_NUMBERS = { timestampFromMilliseconds: Number as never }

/** Reads a Parquet file a group of rows at a time. */
export class ParquetRowReader {
  readonly #path: string
  readonly #file: number
  readonly #scan: ParquetScan

  private constructor(path: string, file: number, scan: ParquetScan) {
    this.#path = path
    this.#file = file
    this.#scan = scan
  }

  /** Rejects with StorageRefusal for a file that is not there or no Parquet file. */
  static async open(path: string): Promise<ParquetRowReader> {
    if (!existsSync(path)) throw new StorageRefusal('missing', `${path} is not there: check its name.`)
    const file = openSync(path, 'r')
    try {
      return new ParquetRowReader(path, file, await parquetScan({ file: bufferOf(file), parsers: AS_NUMBERS }))
    } catch (error) {
      closeSync(file)
      throw refused(path, error)
    }
  }

  get facts(): Readonly<Record<string, string>> {
    return Object.fromEntries((this.#scan.metadata.key_value_metadata ?? []).map(({ key, value = '' }) => [key, value]))
  }

  /** The columns asked for, in groups as they were written. Rejects with StorageRefusal where one is not there or holds something else. */
  async * blocks(columns: readonly ParquetColumn[]): AsyncGenerator<ParquetBlock> {
    const there = new Set(this.#scan.metadata.schema.slice(1).map(({ name }) => name))
    const lacking = columns.find(({ name }) => !there.has(name))
    if (lacking) throw new StorageRefusal('foreign', `${this.#path} has no column ${lacking.name}: it is not what this version exports.`)
    for (const { rowStart, rowEnd } of this.#scan.ranges) {
      const values: Record<string, Column | readonly string[]> = {}
      for (const column of columns) values[column.name] = await this.#column(column, rowStart, rowEnd)
      yield { from: rowStart, rows: rowEnd - rowStart, values }
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  async #column({ name, type }: ParquetColumn, rowStart: number, rowEnd: number): Promise<Column | readonly string[]> {
    let read: ArrayLike<unknown>
    try {
      read = await this.#scan.readColumn({ column: name, rowStart, rowEnd }) as ArrayLike<unknown>
    } catch (error) {
      throw refused(this.#path, error)
    }
    const wanted = type === 'text' ? 'string' : 'number'
    if (Array.from(read).some((value) => typeof value !== wanted)) throw new StorageRefusal('foreign', `${this.#path}: the column ${name} holds something other than a ${wanted} in each row.`)
    if (type === 'text') return Array.from(read as ArrayLike<string>)
    const column = newColumn(type === 'time' ? 'f64' : type, rowEnd - rowStart)
    column.set(read as ArrayLike<number>)
    return column
  }
}

const bufferOf = (file: number): AsyncBuffer => ({
  byteLength: fstatSync(file).size,
  slice: (start, end = fstatSync(file).size) => {
    const bytes = new Uint8Array(end - start)
    readSync(file, bytes, 0, bytes.length, start)
    return bytes.buffer
  },
})

const refused = (path: string, error: unknown): StorageRefusal => new StorageRefusal('corrupt', `${path} cannot be read as Parquet (${error instanceof Error ? error.message : String(error)}). Export it again.`, { cause: error })
