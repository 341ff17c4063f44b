import { formatDecimal, parseDecimal } from '../../../../src-shared/domain/decimal.ts'
import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import { OrderBook } from '../../../market-data/order-book.ts'
import type { LabClock } from '../lab-clock.ts'
import type { StreamHub } from '../streams-hub.ts'

type Level = readonly [price: string, quantity: string]

interface Snapshot {
  readonly lastUpdateId: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

interface Told {
  /** Milliseconds after the first line. */
  readonly after: number
  readonly symbol: string
  readonly channel: 'depth' | 'bookTicker' | 'trade'
  readonly data: string
}

/** Decimals that a recording may have: prices and quantities are kept as integers of these. */
const DECIMALS = 8

/** Changes of a book are told under all these names. */
const DEPTH_NAMES = ['depth', 'depth@100ms', 'depth@250ms', 'depth@500ms']

/** What one recording tells, in its order. Throws RangeError for lines that are none. */
export class RecordedDepth {
  /** When it began, by the venue's clock. */
  readonly startTime: TimeMs
  readonly symbol: string
  readonly #told: readonly Told[]
  readonly #snapshot: Snapshot

  /** `lines`: `<receive time in nanoseconds> <message>`, and one line that is a snapshot of the book. */
  constructor(lines: Iterable<string>) {
    const read = Array.from(lines).filter((line) => line !== '').map(readLine)
    const first = read[0]?.received ?? 0
    const snapshot = read.find((line) => line.snapshot)?.snapshot
    const told = read.flatMap(({ received, message }) => (message ? [{ after: received - first, ...message }] : []))
    if (!snapshot || told.length === 0) throw new RangeError('a recording needs messages and a snapshot of the book')
    this.startTime = Number(/"E":(\d+)/.exec(told[0]!.data)?.[1] ?? 0) as TimeMs
    this.symbol = told[0]!.symbol.toUpperCase()
    this.#told = told
    this.#snapshot = snapshot
  }

  /** Tells it on the streams of its instrument, which nobody else tells then, and keeps the book that REST is asked for. */
  play(clock: LabClock, hub: StreamHub): RecordedBook {
    const book = new RecordedBook(this.#snapshot)
    const begins = clock.now()
    for (const channel of [...DEPTH_NAMES, 'bookTicker', 'trade']) hub.reserve(`${this.symbol.toLowerCase()}@${channel}`)
    const tell = (index: number): void => {
      const one = this.#told[index]
      if (!one) return
      clock.at((begins + one.after) as TimeMs, () => {
        if (one.channel === 'depth') book.take(one.data)
        for (const name of one.channel === 'depth' ? DEPTH_NAMES : [one.channel]) hub.tell(`${one.symbol}@${name}`, one.data)
        tell(index + 1)
      })
    }
    tell(0)
    return book
  }
}

interface Line {
  /** Milliseconds. */
  readonly received: number
  readonly snapshot?: Snapshot
  readonly message?: Omit<Told, 'after'>
}

/** Messages of other streams than are played are left out. */
function readLine(line: string): Line {
  const at = line.indexOf(' ')
  const received = Number(line.slice(0, at)) / 1e6
  const { stream, lastUpdateId, bids, asks } = JSON.parse(line.slice(at + 1)) as { readonly stream?: string } & Partial<Snapshot>
  if (lastUpdateId !== undefined && bids && asks) return { received, snapshot: { lastUpdateId, bids, asks } }
  if (stream === undefined) throw new RangeError(`a recording has no line like this: ${line.slice(0, 80)}`)
  const [symbol = '', channel = ''] = stream.split('@')
  if (channel !== 'depth' && channel !== 'bookTicker' && channel !== 'trade') return { received }
  // The text itself is told again, number for number.
  const data = line.slice(line.indexOf('"data":', at) + '"data":'.length, -1)
  return { received, message: { symbol, channel, data } }
}

/** The book of a recording: its snapshot, and all changes since. */
export class RecordedBook {
  readonly #book = new OrderBook()
  #updateId: number

  constructor({ lastUpdateId, bids, asks }: Snapshot) {
    this.#updateId = lastUpdateId
    this.#set(bids, asks)
  }

  take(data: string): void {
    const { u, b, a } = JSON.parse(data) as { readonly u: number; readonly b: readonly Level[]; readonly a: readonly Level[] }
    if (u <= this.#updateId) return
    this.#updateId = u
    this.#set(b, a)
  }

  /** As depth tells it. Prices and quantities have eight decimals. */
  snapshot(limit: number): { readonly lastUpdateId: number; readonly bids: readonly Level[]; readonly asks: readonly Level[] } {
    const side = (levels: OrderBook['bids']): readonly Level[] =>
      Array.from({ length: Math.min(limit, levels.length) }, (_, depth) => [text(levels.priceAt(depth)!), text(levels.quantityAt(depth)!)] as const)
    return { lastUpdateId: this.#updateId, bids: side(this.#book.bids), asks: side(this.#book.asks) }
  }

  #set(bids: readonly Level[], asks: readonly Level[]): void {
    for (const [price, quantity] of bids) this.#book.bids.set(integer(price), integer(quantity))
    for (const [price, quantity] of asks) this.#book.asks.set(integer(price), integer(quantity))
  }
}

function integer(decimal: string): number {
  const value = parseDecimal(decimal, DECIMALS)
  if (value === undefined) throw new RangeError(`"${decimal}" is no price or quantity`)
  return value
}

const text = (value: number): string => formatDecimal(value, DECIMALS)
