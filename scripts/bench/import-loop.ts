import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { SeededRandom, seedOf } from '../../src-main/base/seeded-random.ts'
import { knownInstrumentIds } from '../../src-main/venue/recorded/known-instruments.ts'
import { MINUTE_MS } from '../../src-shared/domain/units.ts'
import { ROOT } from './workplace.ts'

/** 2020-01-01. */
const START = 1_577_836_800_000
const FILES = 2

/** Two files of candles of the same times and other prices, so that importing one after the other writes every row again. */
export async function writeImportFiles(folder: string, rows: number): Promise<readonly string[]> {
  const paths = Array.from({ length: FILES }, (_, index) => join(folder, `candles-${index}.csv`))
  for (const [index, path] of paths.entries()) await writeCandles(path, rows, seedOf('bench', 'import', index))
  return paths
}

async function writeCandles(path: string, rows: number, seed: number): Promise<void> {
  const random = new SeededRandom(seed)
  const file = createWriteStream(path)
  file.write('open_time_ms,open,high,low,close,volume\n')
  const price = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
  let last = 100_000
  for (let row = 0; row < rows; row++) {
    const close = Math.max(1_000, last + random.below(201) - 100)
    const [high, low] = [Math.max(last, close) + random.below(50), Math.min(last, close) - random.below(50)]
    file.write(`${START + row * 5 * MINUTE_MS},${price(last)},${price(high)},${price(low)},${price(close)},${1 + random.below(100_000)}\n`)
    last = close
  }
  await finished(file.end())
}

export interface ImportsWanted {
  readonly home: string
  readonly accountId: string
  readonly files: readonly string[]
}

/** `haetae import` again and again in a process of its own, each time another instrument, into an account's market.db. */
export class ImportLoop {
  readonly #wanted: ImportsWanted
  readonly #ended: Promise<void>
  #child: ChildProcess | undefined
  #stopped = false
  #rowsWritten = 0

  constructor(wanted: ImportsWanted) {
    this.#wanted = wanted
    this.#ended = this.#loop()
    // Told by stop().
    this.#ended.catch(() => undefined)
  }

  /** Of the imports that came to their end. */
  get rowsWritten(): number {
    return this.#rowsWritten
  }

  /** Rejects when an import failed: then there was nothing to measure beside. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#child?.kill('SIGKILL')
    await this.#ended
  }

  async #loop(): Promise<void> {
    const { files } = this.#wanted
    for (let round = 0; !this.#stopped; round++) {
      const instrumentId = knownInstrumentIds[round % knownInstrumentIds.length]!
      const file = files[Math.floor(round / knownInstrumentIds.length) % files.length]!
      await this.#import(instrumentId, file)
    }
  }

  async #import(instrumentId: string, file: string): Promise<void> {
    const { home, accountId } = this.#wanted
    const program = [join(ROOT, 'src-main/processes/haetae.ts'), 'import', '--instrument', instrumentId, '--account', accountId, '--json', file]
    const child = spawn(process.execPath, program, { cwd: ROOT, env: { ...process.env, HAETAE_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const code = await new Promise((resolve) => child.once('close', resolve))
    if (this.#stopped) return
    if (code !== 0) throw new Error(`the import ended with ${String(code)}`)
    const { added, corrected } = JSON.parse(output) as { added: number; corrected: number }
    this.#rowsWritten += added + corrected
  }
}
