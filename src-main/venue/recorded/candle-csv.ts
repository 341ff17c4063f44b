import type { Candle, FundingRate } from '../../../src-shared/domain/candle.ts'
import { csvLines, LINE_LENGTH_MAX, type LineBlock } from './csv-lines.ts'
import { CsvTally, type CsvReport, type FileProblem, type RowRefusal } from './csv-report.ts'
import { CandleRows, FundingRows, type Columns, type RowReader, type RowRules, type TakenRow } from './csv-rows.ts'

/** Where good rows go, some thousands at a time. The reader waits for each call. */
interface CsvSink {
  candles(batch: readonly Candle[]): Promise<unknown>
  funding(batch: readonly FundingRate[]): Promise<unknown>
}

export interface CsvOptions extends RowRules {
  readonly path: string
  readonly sink: CsvSink
  /** Rows per batch. Default 5,000. */
  readonly batchRows?: number
  readonly progress?: (bytesRead: number, bytesTotal: number) => void
}

const BATCH_ROWS = 5_000
const CANDLE_COLUMNS = ['open_time_ms', 'open', 'high', 'low', 'close', 'volume']
const FUNDING_COLUMNS = ['funding_time_ms', 'rate']
/** May stand in a candle file; not used. */
const EXTRA_COLUMNS = ['quote_volume', 'trades']

/**
 * Reads a CSV file of candles or of funding rates (docs/import.md), plain or gzip, of any length. Every good row reaches the sink,
 * every bad one the report. Never rejects for what is in the file; rejects with what the sink rejects with.
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

  async end(problem: FileProblem | null): Promise<CsvReport> {
    await this.#rows?.flush()
    return this.#tally.report(this.#rows?.kind ?? null, problem)
  }

  #row(rows: Rows, text: string): void {
    const taken = text.length > LINE_LENGTH_MAX ? 'line-too-long' : rows.take(text.split(','))
    if (typeof taken === 'string') return this.#tally.refuse(this.line, taken, text)
    if (taken.gap) this.#tally.gap(taken.gap)
    this.#tally.accept(taken.time, taken.zeroVolume)
  }
}

/** The rows of one kind on their way to the sink. */
interface Rows {
  readonly kind: 'candles' | 'funding'
  readonly full: boolean
  take(cells: readonly string[]): TakenRow<unknown> | RowRefusal
  flush(): Promise<void>
}

class Batch<Row> implements Rows {
  readonly kind: Rows['kind']
  readonly #width: number
  readonly #size: number
  readonly #reader: RowReader<Row>
  readonly #put: (batch: readonly Row[]) => Promise<unknown>
  #rows: Row[] = []

  constructor(kind: Rows['kind'], { width, size }: { readonly width: number; readonly size: number }, reader: RowReader<Row>, put: (batch: readonly Row[]) => Promise<unknown>) {
    this.kind = kind
    this.#width = width
    this.#size = size
    this.#reader = reader
    this.#put = put
  }

  get full(): boolean {
    return this.#rows.length >= this.#size
  }

  take(cells: readonly string[]): TakenRow<Row> | RowRefusal {
    if (cells.length !== this.#width) return 'column-count'
    const taken = this.#reader.read(cells)
    if (typeof taken !== 'string') this.#rows.push(taken.row)
    return taken
  }

  async flush(): Promise<void> {
    const rows = this.#rows
    this.#rows = []
    if (rows.length > 0) await this.#put(rows)
  }
}

/** What the header says is in the file, or why it is not understood. */
function rowsFor(header: string, options: CsvOptions): Rows | string {
  const names = header.slice(0, 1_000).split(',').map((name) => name.trim())
  const columns: Columns = new Map(names.map((name, i) => [name, i]))
  const shape = { width: names.length, size: options.batchRows ?? BATCH_ROWS }
  const has = (wanted: readonly string[], extra: readonly string[] = []): boolean =>
    columns.size === names.length && wanted.every((name) => columns.has(name)) && names.every((name) => wanted.includes(name) || extra.includes(name))
  if (has(CANDLE_COLUMNS, EXTRA_COLUMNS)) return new Batch('candles', shape, new CandleRows(columns, options), (batch) => options.sink.candles(batch))
  if (has(FUNDING_COLUMNS)) return new Batch('funding', shape, new FundingRows(columns, options), (batch) => options.sink.funding(batch))
  return `unknown header "${header.slice(0, 200)}": candles begin with "${CANDLE_COLUMNS.join(',')}" (${EXTRA_COLUMNS.join(', ')} may follow), funding with "${FUNDING_COLUMNS.join(',')}"`
}
