import { crc32 } from 'node:zlib'

/**
 * A file of columns: `MAGIC`, then groups of rows, then a directory and a tail. A group has its pieces one after the other, each one column's values as
 * they lie in memory (little-endian, as on every machine this runs on), filled up to eight bytes. The directory is JSON: columns, rows and check
 * sums of each group, and facts, which this file's user writes and reads. The tail is the directory's length, its check sum, and `MAGIC` again.
 */
export type Column = Float64Array | Float32Array | Int32Array | Int8Array
export type ColumnType = 'f64' | 'f32' | 'i32' | 'i8'

export interface ColumnSpec {
  readonly name: string
  readonly type: ColumnType
}

/** Columns of equal length by name. */
export type ColumnValues = Readonly<Record<string, Column>>

export interface Group {
  readonly rows: number
  /** Of each column's piece, CRC-32, in the order of the columns. */
  readonly sums: readonly number[]
}

export interface Directory {
  readonly columns: readonly ColumnSpec[]
  readonly groups: readonly Group[]
  readonly facts: unknown
}

/** The last byte is the version. */
export const MAGIC: Uint8Array = new TextEncoder().encode('haetcol1')
/** Length and check sum of the directory, and `MAGIC`. */
export const TAIL_BYTES = 16
/** A piece of the widest column is half a megabyte: it stays near the processor between being read and being summed. */
export const GROUP_ROWS = 65_536

const TYPES = { f64: Float64Array, f32: Float32Array, i32: Int32Array, i8: Int8Array } as const

export const newColumn = (type: ColumnType, rows: number): Column => new TYPES[type](rows)

/** Of a piece on the disk. */
export const pieceBytes = (type: ColumnType, rows: number): number => Math.ceil((rows * TYPES[type].BYTES_PER_ELEMENT) / 8) * 8

export const groupBytes = (columns: readonly ColumnSpec[], rows: number): number => columns.reduce((sum, { type }) => sum + pieceBytes(type, rows), 0)

export const isOf = (column: Column, type: ColumnType): boolean => column instanceof TYPES[type]

export const bytesOf = (column: Column): Uint8Array => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)

export const sumOf = (bytes: Uint8Array): number => crc32(bytes)
