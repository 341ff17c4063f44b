import { crc32 } from 'node:zlib'
import type { CandleColumns, CandleSeriesId, TurnoverColumns } from '../../src-shared/domain/candle-columns.ts'
import { shortened } from '../../src-shared/domain/shorten-columns.ts'
import { ByteReader, ByteWriter, fitsSigned } from './block-bytes.ts'

/** Which span of which series a block holds. It goes into the checksum, so a block in a wrong place is noticed too. */
export interface BlockPlace {
  readonly series: CandleSeriesId
  readonly start: number
  readonly spanMs: number
}

/** A block that is not what was written. */
export class DamagedBlock extends Error {
  override readonly name = 'DamagedBlock'
}

/** Rows of one span, packed: version, checksum, flags, decimals, count, which grid times are there, then column after column. */
const VERSION = 1
const HEAD_BYTES = 5
const WITH_GAPS = 1
const WITH_TURNOVER = 2
/** Columns whose numbers are too large for differences are kept as they are in memory. */
const RAW_PRICES = 4
const RAW_VOLUMES = 8

/** The same rows give the same bytes, whatever decimals they come with. Rows ascend and lie on the grid of the span. */
export function encodeBlock(rows: CandleColumns, place: BlockPlace): Uint8Array {
  const columns = shortened(rows)
  const count = columns.openTime.length
  const slots = place.spanMs / place.series.intervalMs
  const flags = (count < slots ? WITH_GAPS : 0) | (columns.turnover ? WITH_TURNOVER : 0) | (fitDifferences(columns) ? 0 : RAW_PRICES) | (fitVarints(columns.volume) ? 0 : RAW_VOLUMES)
  const writer = new ByteWriter()
  for (const value of [VERSION, 0, 0, 0, 0, flags, columns.priceDecimals, columns.quantityDecimals]) writer.byte(value)
  writer.varint(count)
  if (count < slots) writer.raw(presence(columns.openTime, place))
  writePrices(writer, columns, (flags & RAW_PRICES) !== 0)
  if ((flags & RAW_VOLUMES) === 0) for (const volume of columns.volume) writer.varint(volume)
  else writer.raw(bytesOf(columns.volume))
  if (columns.turnover) writeTurnover(writer, columns.turnover)
  const bytes = writer.bytes()
  new DataView(bytes.buffer).setUint32(1, checksum(bytes, place))
  return bytes
}

/** Throws DamagedBlock. */
export function decodeBlock(bytes: Uint8Array, place: BlockPlace): CandleColumns {
  if (bytes[0] !== VERSION) throw new DamagedBlock(`its version is ${bytes[0]}, not ${VERSION}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < HEAD_BYTES || view.getUint32(1) !== checksum(bytes, place)) throw new DamagedBlock('its checksum is wrong')
  const reader = new ByteReader(bytes, HEAD_BYTES)
  const [flags, priceDecimals, quantityDecimals, count] = [reader.byte(), reader.byte(), reader.byte(), reader.varint()]
  const slots = place.spanMs / place.series.intervalMs
  if (count > slots) throw new DamagedBlock(`it holds ${count} candles where ${slots} have room`)
  const openTime = (flags & WITH_GAPS) === 0 ? times(count, place) : presentTimes(reader.raw(Math.ceil(slots / 8)), count, place)
  const prices = readPrices(reader, count, (flags & RAW_PRICES) !== 0)
  const volume = new Float64Array(count)
  if ((flags & RAW_VOLUMES) === 0) reader.varints(volume, 0, count)
  else readRaw(reader, volume)
  const turnover = (flags & WITH_TURNOVER) === 0 ? null : readTurnover(reader, count)
  if (!reader.isAtEnd) throw new DamagedBlock('it has another length')
  return { priceDecimals, quantityDecimals, openTime, ...prices, volume, turnover }
}

function checksum(bytes: Uint8Array, { series: { instrumentId, kind, intervalMs }, start }: BlockPlace): number {
  return crc32(bytes.subarray(HEAD_BYTES), crc32(`${instrumentId} ${kind} ${intervalMs} ${start}`))
}

/** One bit for each time of the grid, the lowest bit first. */
function presence(openTime: Float64Array, { series: { intervalMs }, start, spanMs }: BlockPlace): Uint8Array {
  const bits = new Uint8Array(Math.ceil(spanMs / intervalMs / 8))
  for (const time of openTime) {
    const slot = (time - start) / intervalMs
    bits[slot >> 3]! |= 1 << (slot & 7)
  }
  return bits
}

function times(count: number, { series: { intervalMs }, start }: BlockPlace): Float64Array {
  const openTime = new Float64Array(count)
  for (let slot = 0; slot < count; slot++) openTime[slot] = start + slot * intervalMs
  return openTime
}

function presentTimes(bits: Uint8Array, count: number, { series: { intervalMs }, start }: BlockPlace): Float64Array {
  const openTime = new Float64Array(count)
  let found = 0
  for (let slot = 0; slot < 8 * bits.length; slot++) {
    if ((bits[slot >> 3]! & (1 << (slot & 7))) === 0) continue
    if (found < count) openTime[found] = start + slot * intervalMs
    found++
  }
  if (found !== count) throw new DamagedBlock(`it marks ${found} candles and holds ${count}`)
  return openTime
}

type Prices = Pick<CandleColumns, 'open' | 'high' | 'low' | 'close'>

/** The open is near the close before, the close near the open, high and low near both: small numbers, few bytes. */
function writePrices(writer: ByteWriter, { open, high, low, close }: Prices, raw: boolean): void {
  if (raw) {
    for (const column of [open, high, low, close]) writer.raw(bytesOf(column))
    return
  }
  for (let i = 0; i < open.length; i++) writer.signed(open[i]! - (close[i - 1] ?? 0))
  for (let i = 0; i < open.length; i++) writer.signed(close[i]! - open[i]!)
  for (let i = 0; i < open.length; i++) writer.signed(high[i]! - Math.max(open[i]!, close[i]!))
  for (let i = 0; i < open.length; i++) writer.signed(Math.min(open[i]!, close[i]!) - low[i]!)
}

function readPrices(reader: ByteReader, count: number, raw: boolean): Prices {
  const [open, high, low, close] = [new Float64Array(count), new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  if (raw) {
    for (const column of [open, high, low, close]) readRaw(reader, column)
    return { open, high, low, close }
  }
  for (const column of [open, close, high, low]) reader.signeds(column, 0, count)
  let before = 0
  for (let i = 0; i < count; i++) {
    const opened = before + open[i]!
    const closed = opened + close[i]!
    open[i] = opened
    close[i] = closed
    high[i]! += opened > closed ? opened : closed
    low[i] = (opened < closed ? opened : closed) - low[i]!
    before = closed
  }
  return { open, high, low, close }
}

function fitDifferences({ open, high, low, close }: Prices): boolean {
  for (let i = 0; i < open.length; i++) {
    const [o, c] = [open[i]!, close[i]!]
    if (!(fitsSigned(o - (close[i - 1] ?? 0)) && fitsSigned(c - o) && fitsSigned(high[i]! - Math.max(o, c)) && fitsSigned(Math.min(o, c) - low[i]!))) return false
  }
  return true
}

const fitVarints = (column: Float64Array): boolean => column.every((value) => value >= 0)

/** One more than each number; 0 where it is not known. */
function writeTurnover(writer: ByteWriter, { quoteWhole, quoteFraction, trades }: TurnoverColumns): void {
  for (const column of [quoteWhole, quoteFraction, trades]) for (const value of column) writer.varint(Number.isNaN(value) ? 0 : value + 1)
}

function readTurnover(reader: ByteReader, count: number): TurnoverColumns {
  const columns: TurnoverColumns = { quoteWhole: new Float64Array(count), quoteFraction: new Float64Array(count), trades: new Float64Array(count) }
  for (const column of [columns.quoteWhole, columns.quoteFraction, columns.trades]) {
    reader.varints(column, 0, count)
    for (let i = 0; i < count; i++) column[i] = column[i] === 0 ? Number.NaN : column[i]! - 1
  }
  return columns
}

/** The lowest byte first on every machine that Node 24 is made for. */
const bytesOf = (column: Float64Array): Uint8Array => new Uint8Array(column.buffer, column.byteOffset, column.byteLength)

function readRaw(reader: ByteReader, column: Float64Array): void {
  const bytes = reader.raw(column.byteLength)
  if (bytes.length === column.byteLength) bytesOf(column).set(bytes)
}
