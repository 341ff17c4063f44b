import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { bytesOf, groupBytes, MAGIC, newColumn, sumOf, TAIL_BYTES, type Column, type ColumnSpec, type ColumnValues, type Directory } from './column-format.ts'
import { refusing, StorageRefusal } from './refusal.ts'

/** Rows that were written together. */
export interface ColumnBlock {
  /** Place of the first one among all rows. */
  readonly from: number
  readonly rows: number
  readonly columns: ColumnValues
}

/** A file of columns, read whole or block by block. Nothing is handed out before its check sum holds. */
export class ColumnFile {
  readonly rows: number
  /** On the disk. */
  readonly bytes: number
  readonly #path: string
  readonly #file: number
  readonly #directory: Directory
  /** Where each group begins. */
  readonly #starts: readonly number[]

  /** Throws StorageRefusal for a file that is not there, is not of this kind or is not what was written. */
  constructor(path: string) {
    this.#path = path
    this.#file = refusing(path, () => openSync(path, 'r'), '')
    try {
      this.bytes = fstatSync(this.#file).size
      const { directory, starts } = this.#readDirectory()
      this.#directory = directory
      this.#starts = starts
      this.rows = directory.groups.reduce((sum, group) => sum + group.rows, 0)
    } catch (error) {
      closeSync(this.#file)
      throw error
    }
  }

  get columns(): readonly ColumnSpec[] {
    return this.#directory.columns
  }

  /** Written by the file's maker: whoever uses them checks their form. */
  get facts(): unknown {
    return this.#directory.facts
  }

  /** All rows of the columns asked for, each in memory of its own. Throws StorageRefusal where a check sum does not hold. */
  read(names: readonly string[] = this.columns.map(({ name }) => name)): ColumnValues {
    const places = this.#placesOf(names)
    const columns = names.map((_, index) => newColumn(this.columns[places[index]!]!.type, this.rows))
    let from = 0
    for (const [group, { rows }] of this.#directory.groups.entries()) {
      for (const [index, column] of columns.entries()) this.#readPiece(group, places[index]!, column.subarray(from, from + rows))
      from += rows
    }
    return Object.fromEntries(names.map((name, index) => [name, columns[index]!]))
  }

  /** The same in blocks as they were written, so that no more than one need be in memory. */
  * blocks(names: readonly string[] = this.columns.map(({ name }) => name)): Generator<ColumnBlock> {
    const places = this.#placesOf(names)
    let from = 0
    for (const [group, { rows }] of this.#directory.groups.entries()) {
      const columns = Object.fromEntries(names.map((name, index) => {
        const column = newColumn(this.columns[places[index]!]!.type, rows)
        this.#readPiece(group, places[index]!, column)
        return [name, column]
      }))
      yield { from, rows, columns }
      from += rows
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  #placesOf(names: readonly string[]): readonly number[] {
    return names.map((name) => {
      const place = this.columns.findIndex((column) => column.name === name)
      if (place < 0) throw new RangeError(`${this.#path} has no column ${name}; it has ${this.columns.map((column) => column.name).join(', ')}`)
      return place
    })
  }

  #readPiece(group: number, place: number, into: Column): void {
    const bytes = bytesOf(into)
    this.#read(bytes, this.#offsetOf(group, place))
    if (sumOf(bytes) !== this.#directory.groups[group]!.sums[place]) throw this.#damaged(`group ${group + 1} of the column ${this.columns[place]!.name} is not what was written`)
  }

  #offsetOf(group: number, place: number): number {
    const { rows } = this.#directory.groups[group]!
    return this.#starts[group]! + groupBytes(this.columns.slice(0, place), rows)
  }

  #readDirectory(): { readonly directory: Directory; readonly starts: readonly number[] } {
    const [head, tail] = [this.#bytesAt(0, MAGIC.length), this.#bytesAt(Math.max(0, this.bytes - TAIL_BYTES), TAIL_BYTES)]
    if (!isMagic(head)) throw new StorageRefusal('foreign', `${this.#path} is not a file of columns that this version wrote. Move it away: what it held is made anew when it is needed.`)
    if (!isMagic(tail.subarray(8))) throw this.#damaged('its end is missing')
    const view = new DataView(tail.buffer)
    const length = view.getUint32(0, true)
    const from = this.bytes - TAIL_BYTES - length
    if (from < MAGIC.length) throw this.#damaged('it is too short')
    const text = this.#bytesAt(from, length)
    if (sumOf(text) !== view.getUint32(4, true)) throw this.#damaged('its directory is not what was written')
    const directory = JSON.parse(new TextDecoder().decode(text)) as Directory
    const starts: number[] = []
    let end = MAGIC.length
    for (const { rows } of directory.groups) {
      starts.push(end)
      end += groupBytes(directory.columns, rows)
    }
    if (end !== from) throw this.#damaged('it is longer or shorter than it was')
    return { directory, starts }
  }

  #bytesAt(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    this.#read(bytes, offset)
    return bytes
  }

  #read(bytes: Uint8Array, offset: number): void {
    for (let done = 0; done < bytes.length;) {
      const got = refusing(this.#path, () => readSync(this.#file, bytes, done, bytes.length - done, offset + done), '')
      if (got === 0) throw this.#damaged('its end is missing')
      done += got
    }
  }

  #damaged(why: string): StorageRefusal {
    return new StorageRefusal('corrupt', `${this.#path}: ${why}. Move it away: what it held is made anew when it is needed.`)
  }
}

const isMagic = (bytes: Uint8Array): boolean => MAGIC.every((byte, place) => bytes[place] === byte)
