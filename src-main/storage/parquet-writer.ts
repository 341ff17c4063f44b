import { existsSync, renameSync, rmSync } from 'node:fs'
import { fileWriter, ParquetWriter, type ColumnSource, type SchemaElement } from 'hyparquet-writer'
import { GROUP_ROWS, type Column, type ColumnType } from './column-format.ts'
import { refusing, StorageRefusal } from './refusal.ts'

/** 'time': whole milliseconds UTC in doubles, which other programs see as times; 'text': an array of strings. */
export interface ParquetColumn {
  readonly name: string
  readonly type: ColumnType | 'time' | 'text'
}

export type ParquetValues = Readonly<Record<string, Column | readonly string[]>>

/** Values are plain and uncompressed but for texts and small numbers, which repeat: random floats do not pack, and nobody has to unpack them. */
const ELEMENTS: Readonly<Record<ParquetColumn['type'], { readonly element: Omit<SchemaElement, 'name'>; readonly isPlain: boolean }>> = {
  f64: { element: { type: 'DOUBLE' }, isPlain: true }, f32: { element: { type: 'FLOAT' }, isPlain: true }, i32: { element: { type: 'INT32' }, isPlain: true },
  i8: { element: { type: 'INT32', converted_type: 'INT_8' }, isPlain: false }, time: { element: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }, isPlain: true },
  text: { element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, isPlain: false },
}

/** Writes a Parquet file block by block, for other programs to read. It gets its name when it is whole. */
export class ParquetRowWriter {
  readonly #path: string
  readonly #columns: readonly ParquetColumn[]
  readonly #force: boolean
  readonly #draft: string
  readonly #writer: ParquetWriter

  /** `facts`: texts kept beside the rows. Throws StorageRefusal where the name is taken, unless `force`, and where it cannot be written. */
  constructor(path: string, columns: readonly ParquetColumn[], { facts, force }: { readonly facts: Readonly<Record<string, string>>; readonly force: boolean }) {
    if (!force) refuseTaken(path)
    this.#path = path
    this.#columns = columns
    this.#force = force
    this.#draft = `${path}.part-${process.pid}`
    const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...columns.map(({ name, type }): SchemaElement => ({ name, repetition_type: 'REQUIRED', ...ELEMENTS[type].element }))]
    const kvMetadata = Object.entries(facts).map(([key, value]) => ({ key, value }))
    this.#writer = refusing(path, () => new ParquetWriter({ writer: fileWriter(this.#draft), schema, codec: 'UNCOMPRESSED', statistics: false, kvMetadata, createdBy: 'haetae' }), '')
  }

  /** Any number of rows after those that were written. */
  async write(block: ParquetValues): Promise<void> {
    const columnData = this.#columns.map(({ name, type }): ColumnSource => ({ name, data: dataOf(block[name]!, type), offsetIndex: false, ...(ELEMENTS[type].isPlain ? { encoding: 'PLAIN' as const } : {}) }))
    await this.#writer.write({ columnData, rowGroupSize: GROUP_ROWS })
  }

  /** All was written. */
  async finish(): Promise<void> {
    await this.#writer.finish()
    if (!this.#force) refuseTaken(this.#path)
    refusing(this.#path, () => renameSync(this.#draft, this.#path), '')
  }

  /** Always called; what was not finished leaves nothing behind. */
  close(): void {
    rmSync(this.#draft, { force: true })
  }
}

const dataOf = (values: Column | readonly string[], type: ParquetColumn['type']): ColumnSource['data'] =>
  (type === 'time' ? BigInt64Array.from(values as Float64Array, BigInt) : (values as ColumnSource['data']))

/** Throws StorageRefusal where the name is taken. */
export function refuseTaken(path: string): void {
  if (existsSync(path)) throw new StorageRefusal('read-only', `${path} is there already and was left as it is. Take another name, or --force to replace it.`)
}
