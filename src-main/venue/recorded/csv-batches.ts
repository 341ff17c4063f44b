import type { Candle, FundingRate } from '../../../src-shared/domain/candle.ts'
import type { Turnover } from '../../../src-shared/domain/candle-columns.ts'
import type { Instrument } from '../../../src-shared/domain/instrument.ts'
import type { OpenInterest } from '../../market-data/data-archive.port.ts'
import { Cells, type Columns, type RowReader, type RowRules, type TakenRow } from './csv-cells.ts'
import type { CsvKind, RowRefusal } from './csv-report.ts'
import { CandleRows } from './csv-rows.ts'
import { FundingRows } from './funding-rows.ts'
import { InterestRows } from './interest-rows.ts'

/** Where good rows go, some thousands at a time. The reader waits for each call. */
interface CsvSink {
  /** `turnover`: of the candle at the same place, where the file has it. */
  candles(batch: readonly Candle[], turnover?: readonly (Turnover | null)[]): Promise<unknown>
  funding(batch: readonly FundingRate[]): Promise<unknown>
  openInterest?(batch: readonly OpenInterest[]): Promise<unknown>
}

/** What may be in a file, beyond what its header tells. */
export interface FileRules extends Omit<RowRules, 'instrument'> {
  /** Of all rows; not used for panels. */
  readonly instrument?: Instrument
  readonly sink: CsvSink
  /** Rows per batch. Default 5,000. */
  readonly batchRows?: number
  /** Mark-price candles have no volume, others need it: a file that has lost its volumes is not taken for one of marks. Default 'trade'. */
  readonly candles?: 'trade' | 'mark'
  /** The instruments of a panel, whose rows begin with a symbol. Without it a panel is refused. Answers undefined for a symbol that is not known. */
  readonly panel?: (symbol: string) => Instrument | undefined
  /** Takes '1.2147000000000001' for 1.2147 instead of refusing it. Default false. */
  readonly repairNoise?: boolean
}

const BATCH_ROWS = 5_000
const PRICE_COLUMNS = ['open_time_ms', 'open', 'high', 'low', 'close']
const CANDLE_COLUMNS = [...PRICE_COLUMNS, 'volume']
const FUNDING_COLUMNS = ['funding_time_ms', 'rate']
const INTEREST_COLUMNS = ['time_ms', 'sum_open_interest', 'sum_open_interest_value']
/** May stand in a candle file. */
const TURNOVER_COLUMNS = ['quote_volume', 'trades']

/** The rows of one kind on their way to the sink. */
export interface Rows {
  readonly kind: CsvKind
  readonly full: boolean
  /** A number of the row taken last had float noise. */
  readonly repaired: boolean
  take(cells: readonly string[]): TakenRow<unknown> | RowRefusal
  /** The symbol that a panel's row begins with. */
  symbolOf(cells: readonly string[]): string | undefined
  flush(): Promise<void>
}

/** What the header says is in the file, or why it is not understood. */
export function rowsFor(header: string, rules: FileRules): Rows | string {
  const names = header.slice(0, 1_000).split(',').map((name) => name.trim())
  const columns: Columns = new Map(names.map((name, i) => [name, i]))
  const symbol = rules.panel ? ['symbol'] : []
  const has = (wanted: readonly string[], extra: readonly string[] = []): boolean =>
    columns.size === names.length && [...symbol, ...wanted].every((name) => columns.has(name)) && names.every((name) => symbol.includes(name) || wanted.includes(name) || extra.includes(name))
  const shape = { hasVolume: rules.candles !== 'mark', hasTurnover: rules.candles !== 'mark' && TURNOVER_COLUMNS.every((name) => columns.has(name)) }
  const { sink } = rules
  if (shape.hasVolume ? has(CANDLE_COLUMNS, TURNOVER_COLUMNS) : has(PRICE_COLUMNS)) {
    const reader = (of: RowRules): RowReader<Candle, Turnover> => new CandleRows(shape, of)
    return new Batch('candles', columns, rules, { reader, put: (batch, details) => (shape.hasTurnover ? sink.candles(batch, details) : sink.candles(batch)) })
  }
  if (has(FUNDING_COLUMNS)) return new Batch('funding', columns, rules, { reader: (of) => new FundingRows(of), put: (batch) => sink.funding(batch) })
  if (sink.openInterest && has(INTEREST_COLUMNS)) return new Batch('open-interest', columns, rules, { reader: (of) => new InterestRows(of), put: async (batch) => sink.openInterest?.(batch) })
  const known = `candles begin with "${(shape.hasVolume ? CANDLE_COLUMNS : PRICE_COLUMNS).join(',')}"${shape.hasVolume ? ` (${TURNOVER_COLUMNS.join(', ')} may follow)` : ''}, funding with "${FUNDING_COLUMNS.join(',')}"`
  return `unknown header "${header.slice(0, 200)}": ${rules.panel ? 'a panel has a symbol column, and else ' : ''}${known}`
}

interface Kind<Row, Detail> {
  readonly reader: (rules: RowRules) => RowReader<Row, Detail>
  readonly put: (batch: readonly Row[], details: readonly (Detail | null)[]) => Promise<unknown>
}

class Batch<Row, Detail> implements Rows {
  readonly kind: CsvKind
  readonly #columns: Columns
  readonly #rules: FileRules
  readonly #of: Kind<Row, Detail>
  readonly #cells: Cells
  /** One for each symbol; null for one that is not known. */
  readonly #readers = new Map<string, RowReader<Row, Detail> | null>()
  #rows: Row[] = []
  #details: (Detail | null)[] = []

  constructor(kind: CsvKind, columns: Columns, rules: FileRules, of: Kind<Row, Detail>) {
    this.kind = kind
    this.#columns = columns
    this.#rules = rules
    this.#of = of
    this.#cells = new Cells(columns, rules.repairNoise ?? false)
  }

  get full(): boolean {
    return this.#rows.length >= (this.#rules.batchRows ?? BATCH_ROWS)
  }

  get repaired(): boolean {
    return this.#cells.repaired
  }

  take(cells: readonly string[]): TakenRow<Row, Detail> | RowRefusal {
    if (cells.length !== this.#columns.size) return 'column-count'
    const reader = this.#readerOf(this.symbolOf(cells) ?? '')
    if (!reader) return 'unknown-symbol'
    const taken = reader.read(this.#cells.take(cells))
    if (typeof taken === 'string') return taken
    this.#rows.push(taken.row)
    this.#details.push(taken.detail ?? null)
    return taken
  }

  symbolOf(cells: readonly string[]): string | undefined {
    return this.#rules.panel && (cells[this.#columns.get('symbol') ?? -1] ?? '')
  }

  async flush(): Promise<void> {
    const [rows, details] = [this.#rows, this.#details]
    this.#rows = []
    this.#details = []
    if (rows.length > 0) await this.#of.put(rows, details)
  }

  #readerOf(symbol: string): RowReader<Row, Detail> | null {
    const known = this.#readers.get(symbol)
    if (known !== undefined) return known
    const { panel, instrument } = this.#rules
    const own = panel ? panel(symbol) : instrument
    const reader = own ? this.#of.reader({ ...this.#rules, instrument: own }) : null
    this.#readers.set(symbol, reader)
    return reader
  }
}
