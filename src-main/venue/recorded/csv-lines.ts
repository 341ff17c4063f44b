import { once } from 'node:events'
import { open, type FileHandle } from 'node:fs/promises'
import { createGunzip, type Gunzip } from 'node:zlib'

/** Whole lines in order, without their ends. `bytesRead` counts bytes of the file, packed where it is packed. */
export interface LineBlock {
  readonly lines: readonly string[]
  readonly bytesRead: number
  readonly bytesTotal: number
}

const BLOCK_BYTES = 16_384
/** A row of numbers is far shorter; without a limit a file that is no text would be held as one line. */
export const LINE_LENGTH_MAX = 4_096

/**
 * Reads a text file, packed by gzip or not, which its first bytes tell. CRLF and a byte-order mark are taken off.
 * Throws what the file system or gzip says, after all lines that could be read; an unfinished line is then dropped.
 */
export async function* csvLines(path: string): AsyncGenerator<LineBlock, void, undefined> {
  const file = await open(path, 'r')
  try {
    const bytesTotal = (await file.stat()).size
    const splitter = new LineSplitter()
    for await (const { bytes, bytesRead } of unpacked(file)) {
      const lines = splitter.take(bytes)
      if (lines.length > 0) yield { lines, bytesRead, bytesTotal }
    }
    yield { lines: splitter.end(), bytesRead: bytesTotal, bytesTotal }
  } finally {
    await file.close()
  }
}

interface Block {
  readonly bytes: Uint8Array
  readonly bytesRead: number
}

async function* unpacked(file: FileHandle): AsyncGenerator<Block, void, undefined> {
  const magic = (await file.read(new Uint8Array(2), 0, 2, 0)).buffer
  if (magic[0] === 0x1f && magic[1] === 0x8b) yield* gunzipped(packed(file))
  else yield* packed(file)
}

async function* packed(file: FileHandle): AsyncGenerator<Block, void, undefined> {
  let bytesRead = 0
  for (;;) {
    const { bytesRead: size, buffer } = await file.read(new Uint8Array(BLOCK_BYTES), 0, BLOCK_BYTES, bytesRead)
    if (size === 0) return
    bytesRead += size
    yield { bytes: buffer.subarray(0, size), bytesRead }
  }
}

async function* gunzipped(blocks: AsyncIterable<Block>): AsyncGenerator<Block, void, undefined> {
  const unpacker = new Unpacker()
  let total = 0
  for await (const { bytes: block, bytesRead } of blocks) {
    total = bytesRead
    for (const bytes of await unpacker.write(block)) yield { bytes, bytesRead }
    if (unpacker.failure) throw unpacker.failure
  }
  for (const bytes of await unpacker.end()) yield { bytes, bytesRead: total }
  if (unpacker.failure) throw unpacker.failure
}

/** Gunzip one block at a time. Piped or iterated streams drop what they hold when they fail; this keeps all that came out before. */
class Unpacker {
  readonly #gunzip: Gunzip = createGunzip()
  readonly #closed: Promise<unknown>
  #out: Uint8Array[] = []
  failure: Error | undefined

  constructor() {
    this.#closed = once(this.#gunzip, 'close').catch(() => undefined)
    this.#gunzip.on('error', (error: Error) => { this.failure = error })
    this.#gunzip.on('readable', () => this.#drain())
  }

  async write(block: Uint8Array): Promise<readonly Uint8Array[]> {
    const written = new Promise<void>((resolve) => this.#gunzip.write(block, () => resolve()))
    await Promise.race([written, this.#closed])
    return this.#taken()
  }

  async end(): Promise<readonly Uint8Array[]> {
    this.#gunzip.end()
    await this.#closed
    return this.#taken()
  }

  #drain(): void {
    for (let part: unknown = this.#gunzip.read(); part instanceof Uint8Array; part = this.#gunzip.read()) this.#out.push(part)
  }

  #taken(): readonly Uint8Array[] {
    this.#drain()
    const taken = this.#out
    this.#out = []
    return taken
  }
}

class LineSplitter {
  readonly #decoder = new TextDecoder('utf-8')
  #rest = ''

  take(bytes: Uint8Array): string[] {
    return this.#split(this.#decoder.decode(bytes, { stream: true }))
  }

  /** What stands after the last line end, if anything. */
  end(): string[] {
    const lines = this.#split(this.#decoder.decode())
    return this.#rest === '' ? lines : [...lines, withoutReturn(this.#rest)]
  }

  #split(text: string): string[] {
    const lines = (this.#rest + text).split('\n')
    this.#rest = (lines.pop() ?? '').slice(0, LINE_LENGTH_MAX + 1)
    return lines.map(withoutReturn)
  }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)
