import type { EquityColumns } from '../../src-shared/contract/backtest-report.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import { powerOfTen } from '../../src-shared/domain/decimal.ts'
import { amountAsFloat, versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import { HOUR_MS, type Amount, type Price, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Publisher } from '../engine/publisher.port.ts'

/** The engine as it is after a turn. */
export interface EngineLook {
  time(): TimeMs
  /** Null when what is held has no price. */
  equity(): Amount | null
}

interface Held {
  readonly first: number
  last: number
}

/** Equity at the beginning, at each full hour as it was when everything of that instant had happened, and at the end; beside it the deposit simply held. */
export class EquityRecorder implements Publisher {
  readonly #instruments: ReadonlyMap<string, Instrument>
  readonly #look: EngineLook
  readonly #times: number[] = []
  readonly #equity: Amount[] = []
  readonly #hold: number[] = []
  readonly #prices = new Map<string, Held>()
  readonly #deposit: Amount
  #nextHour: number
  #last: Amount
  #lastMarketTime: number

  constructor(instruments: readonly Instrument[], { from, deposit, look }: { readonly from: TimeMs; readonly deposit: Amount; readonly look: EngineLook }) {
    this.#instruments = new Map(instruments.map((instrument) => [instrument.instrumentId, instrument]))
    this.#look = look
    this.#deposit = this.#last = deposit
    this.#nextHour = (Math.floor(from / HOUR_MS) + 1) * HOUR_MS
    this.#lastMarketTime = from
    this.#sample(from)
  }

  publish(changes: readonly Change[]): void {
    const now = this.#look.time()
    // What is sampled is what the turns before came to: this one is later than the hour.
    for (; this.#nextHour < now; this.#nextHour += HOUR_MS) this.#sample(this.#nextHour)
    for (const change of changes) {
      if (change.kind === 'price-accepted') this.#price(change.mark.instrumentId, change.mark.mark, change.time)
      else if (change.kind === 'candle-accepted') this.#price(change.candle.instrumentId, change.candle.close, change.time, change.candle.open)
    }
    this.#last = this.#look.equity() ?? this.#last
  }

  /** Of the last turn, exact. */
  get last(): Amount {
    return this.#last
  }

  /** Of the market's last event. */
  get endedAt(): TimeMs {
    return this.#lastMarketTime as TimeMs
  }

  /** Can be asked once the run has ended. */
  columns(): EquityColumns {
    const to = this.#lastMarketTime
    const kept = this.#times.filter((time) => time < to || time === this.#times[0]).length
    const hold = [...this.#hold.slice(0, kept), this.#held()]
    const equity = [...this.#equity.slice(0, kept), this.#last]
    return { time: [...this.#times.slice(0, kept), to], equity: equity.map(amountAsFloat), hold }
  }

  #sample(time: number): void {
    this.#times.push(time)
    this.#equity.push(this.#last)
    this.#hold.push(this.#held())
  }

  /** A part for each instrument; cash until its first candle. */
  #held(): number {
    const part = amountAsFloat(this.#deposit) / this.#instruments.size
    let sum = 0
    for (const instrumentId of this.#instruments.keys()) {
      const price = this.#prices.get(instrumentId)
      sum += price ? part * (price.last / price.first) : part
    }
    return sum
  }

  #price(instrumentId: string, price: Price, time: TimeMs, first: Price = price): void {
    this.#lastMarketTime = time
    const instrument = this.#instruments.get(instrumentId)
    if (!instrument) return
    const unit = powerOfTen(versionAt(instrument, time).priceDecimals)
    const known = this.#prices.get(instrumentId)
    if (known) known.last = price / unit
    else this.#prices.set(instrumentId, { first: first / unit, last: price / unit })
  }
}
