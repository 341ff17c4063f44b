import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Change, Trade } from '../../src-shared/domain/change.ts'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import type { Decision, SideValue } from '../../src-shared/domain/decision.ts'
import { notionalOf, versionAt, type Instrument, type InstrumentVersion } from '../../src-shared/domain/instrument.ts'
import type { ApprovedOrder, Fill } from '../../src-shared/domain/order.ts'
import type { Amount, Price, Quantity, TimeMs } from '../../src-shared/domain/units.ts'
import type { Publisher } from '../engine/publisher.port.ts'

/** A finished round trip with what it cost, exact. `realized` of the trade is `gross` + `slippage`. */
export interface RecordedTrade {
  readonly trade: Trade
  readonly quantity: string
  readonly entry: string
  readonly exit: string
  /** What the reference prices would have given: the mark at the decision, the trigger of a stop or take-profit, the mark when any other way out was decided. */
  readonly gross: Amount
  /** What the fills gave beyond that; negative = lost. */
  readonly slippage: Amount
  readonly net: Amount
  /** Fractions of the entry price, ≥ 0. */
  readonly adverse: number
  readonly favourable: number
  /** What the decision said of the side it took; null for a policy that says nothing. */
  readonly value: SideValue | null
  /** The close that was decided on. */
  readonly decidedAt: TimeMs
}

/** From the first to the last fill. */
interface RoundTrip {
  readonly openedAt: TimeMs
  readonly version: InstrumentVersion
  readonly sign: 1 | -1
  readonly entry: Filled
  readonly exit: Filled
  slippage: number
  high: number
  low: number
  /** Counts once it is known that the position outlived it. */
  pending: Candle | undefined
}

interface Filled {
  /** Σ price × quantity. */
  value: bigint
  quantity: bigint
}

interface Said {
  readonly value: SideValue | null
  readonly asOf: TimeMs
}

/** Watches orders, fills and candles and makes a round trip of them. */
export class TradeRecorder implements Publisher {
  readonly trades: RecordedTrade[] = []
  readonly #instruments: ReadonlyMap<string, Instrument>
  /** By instrument. */
  readonly #open = new Map<string, RoundTrip>()
  readonly #marks = new Map<string, Price>()
  /** What each order's fills are measured from. */
  readonly #references = new Map<string, Price>()
  readonly #said = new Map<string, Said>()

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = new Map(instruments.map((instrument) => [instrument.instrumentId, instrument]))
  }

  /** First fills of what is still held. */
  get openSince(): readonly TimeMs[] {
    return Array.from(this.#open.values(), ({ openedAt }) => openedAt)
  }

  publish(changes: readonly Change[]): void {
    for (const change of changes) this.#take(change)
  }

  #take(change: Change): void {
    switch (change.kind) {
      case 'price-accepted':
        return void this.#marks.set(change.mark.instrumentId, change.mark.mark)
      case 'candle-accepted':
        return this.#candle(change.candle)
      case 'decision-made':
        return this.#decision(change.decision)
      case 'intent-opened':
        return this.#order(change.order)
      case 'fill-booked':
        return this.#fill(change.fill)
      case 'trade-closed':
        return this.#close(change.trade)
      default:
    }
  }

  #candle(candle: Candle): void {
    const trip = this.#open.get(candle.instrumentId)
    if (!trip) return
    if (trip.pending) widen(trip, trip.pending.low, trip.pending.high)
    trip.pending = trip.openedAt < candle.closeTime ? candle : undefined
  }

  #decision({ action, decisionId, asOf, long, short }: Decision): void {
    if (action !== 'FLAT') this.#said.set(decisionId, { asOf, value: action === 'LONG' ? long : short })
  }

  #order({ intentId, referencePrice, terms }: ApprovedOrder): void {
    const reference = referencePrice ?? terms.triggerPrice ?? this.#marks.get(terms.instrumentId)
    if (reference !== undefined) this.#references.set(intentId, reference)
  }

  #fill(fill: Fill): void {
    const { instrumentId, clientOrderId, side, quantity, price, time } = fill
    const sign = side === 'buy' ? 1 : -1
    const trip = this.#open.get(instrumentId) ?? this.#begin(fill, sign)
    // A venue's own liquidation is measured from nothing: what it takes is its price.
    const reference = this.#references.get(clientOrderId) ?? price
    const version = versionAt(this.#instruments.get(instrumentId)!, time)
    const signed = (sign * quantity) as Quantity
    trip.slippage += notionalOf(version, reference, signed) - notionalOf(version, price, signed)
    const filled = sign === trip.sign ? trip.entry : trip.exit
    filled.value += BigInt(price) * BigInt(quantity)
    filled.quantity += BigInt(quantity)
    widen(trip, price, price)
  }

  #begin({ instrumentId, time, price }: Fill, sign: 1 | -1): RoundTrip {
    const version = versionAt(this.#instruments.get(instrumentId)!, time)
    const trip: RoundTrip = { openedAt: time, version, sign, entry: { value: 0n, quantity: 0n }, exit: { value: 0n, quantity: 0n }, slippage: 0, high: price, low: price, pending: undefined }
    this.#open.set(instrumentId, trip)
    return trip
  }

  #close(trade: Trade): void {
    const trip = this.#open.get(trade.instrumentId)
    if (!trip) return
    this.#open.delete(trade.instrumentId)
    if (trip.pending && trip.pending.closeTime <= trade.closedAt) widen(trip, trip.pending.low, trip.pending.high)
    const { priceDecimals, quantityDecimals } = trip.version
    const entry = Number(trip.entry.value) / Number(trip.entry.quantity)
    const [below, above] = [Math.max(0, (entry - trip.low) / entry), Math.max(0, (trip.high - entry) / entry)]
    const said = this.#said.get(trade.decisionId)
    this.#said.delete(trade.decisionId)
    const slippage = (trip.slippage + 0) as Amount
    this.trades.push({
      trade, quantity: formatDecimal(trade.quantity, quantityDecimals, true), entry: averageText(trip.entry, priceDecimals), exit: averageText(trip.exit, priceDecimals),
      gross: (trade.realized - slippage) as Amount, slippage, net: (trade.realized + trade.fees + trade.funding) as Amount,
      adverse: trip.sign > 0 ? below : above, favourable: trip.sign > 0 ? above : below, value: said?.value ?? null, decidedAt: said?.asOf ?? trade.openedAt,
    })
  }
}

function widen(trip: RoundTrip, low: number, high: number): void {
  if (low < trip.low) trip.low = low
  if (high > trip.high) trip.high = high
}

const MORE_DECIMALS = 4
const FINER = 10n ** BigInt(MORE_DECIMALS)

/** The mean price by quantity, with four decimals more than a price has, rounded half up. */
function averageText({ value, quantity }: Filled, priceDecimals: number): string {
  if (quantity === 0n) return '0'
  return formatDecimal(Number((2n * value * FINER + quantity) / (2n * quantity)), priceDecimals + MORE_DECIMALS, true)
}
