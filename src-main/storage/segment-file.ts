import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './durable-files.ts'
import { hashAfter } from './record-block.ts'

/** A segment that is being written, each block forced to the disk before the next. */
export class SegmentFile {
  readonly #file: FileHandle
  #size = 0
  #hash: Buffer
  /** A write failed: what it left behind the last whole block is cut off first. */
  #isUnclean = false

  private constructor(file: FileHandle, previous: Buffer) {
    this.#file = file
    this.#hash = previous
  }

  /** Rejects when the file cannot be made. An empty one may be there, from an attempt that failed. */
  static async create(path: string, previous: Buffer): Promise<SegmentFile> {
    const file = await open(path, 'w', 0o600)
    syncFolder(dirname(path))
    return new SegmentFile(file, previous)
  }

  get size(): number {
    return this.#size
  }

  /** Of the last block. */
  get hash(): Buffer {
    return this.#hash
  }

  /** Rejects with what the file system says; then the block is not there. */
  async write(block: Buffer): Promise<void> {
    if (this.#isUnclean) await this.#file.truncate(this.#size)
    this.#isUnclean = true
    const hash = hashAfter(this.#hash, block)
    const bytes = Buffer.concat([block, hash])
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, written, bytes.length - written, this.#size + written)
      written += bytesWritten
    }
    await this.#file.datasync()
    this.#isUnclean = false
    this.#size += bytes.length
    this.#hash = hash
  }

  async close(): Promise<void> {
    if (this.#isUnclean) await this.#file.truncate(this.#size).catch(() => undefined)
    await this.#file.close()
  }
}
