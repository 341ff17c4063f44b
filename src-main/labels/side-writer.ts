import { MINUTE_MS, ONE_RATE } from '../../src-shared/domain/units.ts'
import { ExitFinder, UNKNOWN, type FollowedEntry, type WalkedMarket } from './exit-finder.ts'
import type { FundingPaid } from './funding-paid.ts'
import type { LabelParts, SideLabels } from './side-labels.ts'

type OwnColumns = Pick<SideLabels, 'outcome' | 'gross' | 'net' | 'funding' | 'mae' | 'mfe' | 'minutesHeld' | 'candlesHeld' | 'dependsUntil' | 'isGap'>

/**
 * Follows entries of one side and writes down what came of them: first in price units, then block by block as fractions, a few columns at a time. Columns begin at
 * the same place of a memory page, so a row written to all of them at once would push itself out of the processor's nearest cache.
 */
class SideWriter {
  readonly columns: OwnColumns
  readonly #exits: ExitFinder
  readonly #market: WalkedMarket
  readonly #paid: FundingPaid
  readonly #side: 1 | -1
  readonly #cost: number

  constructor(market: WalkedMarket, paid: FundingPaid, side: 1 | -1, cost: number) {
    this.columns = emptyColumns(market.trade.openTime.length)
    const { gross: gain, mae: against, mfe: towards, ...others } = this.columns
    this.#exits = new ExitFinder(market, side, { ...others, gain, against, towards })
    this.#market = market
    this.#paid = paid
    this.#side = side
    this.#cost = cost
  }

  search(entry: FollowedEntry): void {
    this.#exits.search(entry)
  }

  write(row: number, entry: FollowedEntry): void {
    if (!this.#exits.write(row, entry)) this.forget(row)
  }

  forget(row: number): void {
    this.columns.outcome[row] = UNKNOWN
  }

  /** Of rows that were all written or forgotten. */
  finish(from: number, to: number): void {
    this.#addFractions(from, to)
    this.#addFunding(from, to)
    this.#addTimes(from, to)
  }

  #addFractions(from: number, to: number): void {
    const { outcome, gross, mae, mfe } = this.columns
    const { open } = this.#market.trade
    for (let row = from; row < to; row++) {
      if (outcome[row] === UNKNOWN) {
        gross[row] = mae[row] = mfe[row] = NaN
        continue
      }
      const price = open[row + 1]!
      // Never -0: equal labels are equal bytes.
      gross[row] = gross[row]! / price + 0
      mae[row] = mae[row]! / price
      mfe[row] = mfe[row]! / price
    }
  }

  #addFunding(from: number, to: number): void {
    const { outcome, isGap, candlesHeld, gross, funding, net } = this.columns
    const { byClose, atClose } = this.#paid
    const { open } = this.#market.trade
    for (let row = from; row < to; row++) {
      if (outcome[row] === UNKNOWN) {
        funding[row] = net[row] = NaN
        continue
      }
      const last = row + candlesHeld[row]!
      const isWithin = outcome[row] !== 0 && isGap[row] === 0
      const settled = isWithin ? byClose[last]! - atClose[last]! : byClose[last]!
      const paid = settled === byClose[row] ? 0 : this.#paid.between(byClose[row]!, settled)
      const share = paid === 0 ? 0 : (this.#side * paid) / open[row + 1]! / ONE_RATE
      funding[row] = share
      net[row] = gross[row]! - this.#cost - share
    }
  }

  #addTimes(from: number, to: number): void {
    const { outcome, candlesHeld, minutesHeld, dependsUntil } = this.columns
    const { openTime, stepMs } = this.#market.trade
    for (let row = from; row < to; row++) {
      const held = candlesHeld[row]! * stepMs
      const isKnown = outcome[row] !== UNKNOWN
      minutesHeld[row] = isKnown ? held / MINUTE_MS : NaN
      dependsUntil[row] = isKnown ? openTime[row]! + stepMs + held : NaN
    }
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
    this.#long.search(entry)
    this.#short.search(entry)
    this.#long.write(row, entry)
    this.#short.write(row, entry)
  }

  /** Nothing is known of an entry after this candle. */
  forget(row: number): void {
    this.#down[row] = this.#up[row] = NaN
    this.#long.forget(row)
    this.#short.forget(row)
  }

  /** Of rows that were all written or forgotten. */
  finish(from: number, to: number): void {
    this.#long.finish(from, to)
    this.#short.finish(from, to)
  }

  labels(horizonUntil: Float64Array): { readonly long: SideLabels; readonly short: SideLabels } {
    const rows = horizonUntil.length
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
