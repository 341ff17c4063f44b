import { rowsFor, type FileRules, type Rows } from './csv-batches.ts'
import { csvLines, LINE_LENGTH_MAX, type LineBlock } from './csv-lines.ts'
import { CsvTally, type CsvReport, type FileProblem } from './csv-report.ts'

export interface CsvOptions extends FileRules {
  readonly path: string
  readonly progress?: (bytesRead: number, bytesTotal: number) => void
  /** Asked now and then; true ends the reading after what was read is kept. */
  readonly cancelled?: () => boolean
  /** Told of each refused row of a panel, with its symbol as the file has it. */
  readonly refused?: (symbol: string) => void
}

/**
 * Reads a CSV file of candles, funding rates or open interest (docs/import.md), plain or gzip, of any length. Every good row reaches the
 * sink, every bad one the report. Never rejects for what is in the file; rejects with what the sink rejects with.
 */
export async function readMarketCsv(options: CsvOptions): Promise<CsvReport> {
  const file = new MarketFile(options)
  const blocks = csvLines(options.path)
  try {
    for (;;) {
      const block = await next(blocks, file.line)
      if (!block) break
      if ('code' in block) return await file.end(block)
      const problem = await file.take(block.lines)
      if (problem) return await file.end(problem)
      options.progress?.(block.bytesRead, block.bytesTotal)
      if (block.bytesRead < block.bytesTotal && options.cancelled?.()) return await file.end(null, true)
    }
    return await file.end(file.line === 1 ? { code: 'empty', line: 1, detail: 'the file is empty' } : null)
  } finally {
    await blocks.return()
  }
}

/** The next lines, undefined at the end, or why there are none. Apart from the sink's failures, which are not the file's fault. */
async function next(blocks: AsyncGenerator<LineBlock, void, undefined>, line: number): Promise<LineBlock | FileProblem | undefined> {
  try {
    return (await blocks.next()).value ?? undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const detail = error instanceof Error ? error.message : String(error)
    if (code === 'ENOENT') return { code: 'missing', line, detail: 'there is no such file' }
    return { code: 'unreadable', line, detail: code === 'Z_BUF_ERROR' ? 'the gzip file ends too early: it was cut off' : detail }
  }
}

class MarketFile {
  readonly #options: CsvOptions
  readonly #tally = new CsvTally()
  #rows: Rows | undefined
  /** The next line to read. */
  line = 1

  constructor(options: CsvOptions) {
    this.#options = options
  }

  async take(lines: readonly string[]): Promise<FileProblem | undefined> {
    for (const text of lines) {
      if (this.#rows) this.#row(this.#rows, text)
      else {
        const rows = rowsFor(text, this.#options)
        if (typeof rows === 'string') return { code: 'unknown-header', line: 1, detail: rows }
        this.#rows = rows
      }
      this.line++
      if (this.#rows.full) await this.#rows.flush()
    }
    return undefined
  }

  async end(problem: FileProblem | null, cancelled = false): Promise<CsvReport> {
    await this.#rows?.flush()
    return this.#tally.report(this.#rows?.kind ?? null, problem, cancelled)
  }

  #row(rows: Rows, text: string): void {
    const cells = text.length > LINE_LENGTH_MAX ? undefined : text.split(',')
    const taken = cells ? rows.take(cells) : 'line-too-long'
    if (typeof taken === 'string') {
      const symbol = cells && rows.symbolOf(cells)
      if (symbol !== undefined) this.#options.refused?.(symbol)
      return this.#tally.refuse(this.line, taken, text)
    }
    if (taken.gap) this.#tally.gap(taken.gap)
    this.#tally.accept(taken.time, { zeroVolume: taken.zeroVolume, repaired: rows.repaired })
  }
}
