import { MINUTE_MS, ONE_RATE } from '../../src-shared/domain/units.ts'
import { ExitFinder, UNKNOWN, type FollowedEntry, type WalkedMarket } from './exit-finder.ts'
import type { FundingPaid } from './funding-paid.ts'
import type { LabelParts, SideLabels } from './side-labels.ts'

type OwnColumns = Pick<SideLabels, 'outcome' | 'gross' | 'net' | 'funding' | 'mae' | 'mfe' | 'minutesHeld' | 'candlesHeld' | 'dependsUntil' | 'isGap'>

/** Follows entries of one side and writes down what came of them. */
class SideWriter {
  readonly columns: OwnColumns
  readonly #exit: ExitFinder
  readonly #paid: FundingPaid
  readonly #openTime: Float64Array
  readonly #stepMs: number
  readonly #side: 1 | -1
  readonly #cost: number

  constructor(market: WalkedMarket, paid: FundingPaid, side: 1 | -1, cost: number) {
    const { openTime, stepMs } = market.trade
    this.columns = emptyColumns(openTime.length)
    this.#exit = new ExitFinder(market, side)
    this.#paid = paid
    this.#openTime = openTime
    this.#stepMs = stepMs
    this.#side = side
    this.#cost = cost
  }

  write(row: number, entry: FollowedEntry): void {
    const exit = this.#exit
    exit.follow(entry)
    if (exit.outcome === UNKNOWN) this.forget(row)
    else this.#end(row, entry.price)
  }

  #end(row: number, price: number): void {
    const exit = this.#exit
    const columns = this.columns
    const { byClose, beforeClose } = this.#paid
    const isWithin = exit.outcome !== 0 && exit.isGap === 0
    const paid = (isWithin ? beforeClose : byClose)[exit.last]! - byClose[row]!
    // Never -0: equal labels are equal bytes.
    const gross = exit.gain / price + 0
    const funding = paid === 0 ? 0 : (this.#side * paid) / price / ONE_RATE
    columns.outcome[row] = exit.outcome
    columns.isGap[row] = exit.isGap
    columns.gross[row] = gross
    columns.funding[row] = funding
    columns.net[row] = gross - this.#cost - funding
    columns.mae[row] = Math.max(exit.against, -exit.gain, 0) / price
    columns.mfe[row] = Math.max(exit.towards, exit.gain, 0) / price
    columns.candlesHeld[row] = exit.last - row
  }

  /** Whole columns at the end: times follow from the candles held. */
  addTimes(): void {
    const { outcome, candlesHeld, minutesHeld, dependsUntil } = this.columns
    for (let row = 0; row < outcome.length; row++) {
      const held = outcome[row] === UNKNOWN ? NaN : candlesHeld[row]! * this.#stepMs
      minutesHeld[row] = held / MINUTE_MS
      dependsUntil[row] = this.#openTime[row]! + this.#stepMs + held
    }
  }

  forget(row: number): void {
    const { outcome, gross, net, funding, mae, mfe } = this.columns
    outcome[row] = UNKNOWN
    gross[row] = net[row] = funding[row] = mae[row] = mfe[row] = NaN
  }
}

/** Both sides of each entry, and what is the same for them, or the same turned about. */
export class SidesWriter {
  readonly #market: WalkedMarket
  readonly #costs: LabelParts['costs']
  readonly #long: SideWriter
  readonly #short: SideWriter
  /** How far the price fell and rose over the whole horizon, as fractions of the entry. */
  readonly #down: Float64Array
  readonly #up: Float64Array

  constructor(market: WalkedMarket, paid: FundingPaid, costs: LabelParts['costs']) {
    this.#market = market
    this.#costs = costs
    this.#long = new SideWriter(market, paid, 1, costs.fees + costs.slippage)
    this.#short = new SideWriter(market, paid, -1, costs.fees + costs.slippage)
    this.#down = new Float64Array(market.trade.openTime.length)
    this.#up = new Float64Array(market.trade.openTime.length)
  }

  write(row: number, entry: FollowedEntry): void {
    const { highs, lows } = this.#market
    const { price, isWhole } = entry
    this.#down[row] = isWhole ? Math.max(0, lows.largest + price) / price : NaN
    this.#up[row] = isWhole ? Math.max(0, highs.largest - price) / price : NaN
    this.#long.write(row, entry)
    this.#short.write(row, entry)
  }

  /** Nothing is known of an entry after this candle. */
  forget(row: number): void {
    this.#down[row] = this.#up[row] = NaN
    this.#long.forget(row)
    this.#short.forget(row)
  }

  labels(horizonUntil: Float64Array): { readonly long: SideLabels; readonly short: SideLabels } {
    const rows = horizonUntil.length
    this.#long.addTimes()
    this.#short.addTimes()
    const shared = { fees: new Float64Array(rows).fill(this.#costs.fees), slippage: new Float64Array(rows).fill(this.#costs.slippage), horizonUntil }
    return {
      long: { ...this.#long.columns, ...shared, maeHorizon: this.#down, mfeHorizon: this.#up },
      short: { ...this.#short.columns, ...shared, maeHorizon: this.#up, mfeHorizon: this.#down },
    }
  }
}

function emptyColumns(rows: number): OwnColumns {
  const column = (): Float64Array => new Float64Array(rows)
  return {
    outcome: new Int8Array(rows), gross: column(), net: column(), funding: column(), mae: column(), mfe: column(), minutesHeld: column(), candlesHeld: new Int32Array(rows),
    dependsUntil: column(), isGap: new Uint8Array(rows),
  }
}
