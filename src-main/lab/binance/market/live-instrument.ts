import type { Instrument, InstrumentVersion } from '../../../../src-shared/domain/instrument.ts'
import { HOUR_MS, MINUTE_MS, type TimeMs } from '../../../../src-shared/domain/units.ts'
import { LabBook } from './book.ts'
import { addTrade, emptyCandle, type CandleReader, type LabCandle } from './candles.ts'
import { endOf, openOf } from './intervals.ts'
import { Minute, type LabSymbol, type MinuteSource } from './minute-source.ts'
import { mixed } from './mixed.ts'

/** What an instrument just did, told in the order of time. */
export interface InstrumentListener<Live> {
  traded(live: Live, time: number, minute: Minute, at: number): void
  quoted(live: Live, time: number): void
}

/** A candle that is forming for those who listen to it. */
export interface Forming {
  candle: LabCandle
  changed: boolean
}

/** Levels that changed since the last message of a depth stream, whose last number was `before`; the first change since has number `first`, or 0. */
export interface DepthChanges {
  /** New quantity by price. */
  readonly bids: Map<number, number>
  readonly asks: Map<number, number>
  before: number
  first: number
}

/** One instrument as time goes on: its trades one by one, its book between them, and what forms out of them. */
export class LiveInstrument {
  readonly labSymbol: LabSymbol
  readonly book: LabBook
  readonly forming: Map<string, Forming> = new Map()
  readonly depth: Map<number, DepthChanges> = new Map()
  readonly #source: MinuteSource
  readonly #reader: CandleReader
  readonly #index: number
  readonly #minute = new Minute()
  #minuteTime: number
  #at = 0
  #quoted = false
  last: number
  lastQuantity = 0
  onboardDate: TimeMs
  /** As its rules are at present. */
  instrument: Instrument
  /** The mark price is so much of what it would be. */
  markFactor = 1
  /** Nothing goes on, and what was told last is told again. */
  isFrozen = false
  /** At eight decimals. */
  mark = 0
  #nextFunding: number
  /** All before it has happened. */
  #goneTo: TimeMs

  constructor(source: MinuteSource, reader: CandleReader, index: number, now: TimeMs) {
    this.#source = source
    this.#reader = reader
    this.#index = index
    this.#goneTo = now
    this.labSymbol = source.symbols[index]!
    this.instrument = this.labSymbol.instrument
    this.onboardDate = this.labSymbol.onboardDate
    this.#minuteTime = Math.floor(now / MINUTE_MS) * MINUTE_MS
    this.#load()
    while (this.#at < this.#minute.count && this.#minuteTime + this.#minute.offset[this.#at]! < now) this.#at++
    this.last = reader.priceBefore(index, now)
    this.mark = this.#markAt(now)
    this.#nextFunding = this.fundingAfter(now)
    const { tick } = this.labSymbol
    const [mean, reach] = this.#pace()
    this.book = new LabBook(this.labSymbol, { bid: Math.max(tick, this.last || (this.#minute.bid[this.#at] ?? tick)), typical: mean, reach, firstId: 4_000_000_000_000 + Math.floor(now / 10) })
  }

  get nextFunding(): TimeMs {
    return this.#nextFunding as TimeMs
  }

  /** The first settlement after a time. */
  fundingAfter(time: number): number {
    const interval = this.labSymbol.fundingHours * HOUR_MS
    return (Math.floor(time / interval) + 1) * interval
  }

  /** True once for each settlement that a time has come to. */
  settles(time: number): boolean {
    if (time < this.#nextFunding) return false
    this.#nextFunding = this.fundingAfter(time)
    return true
  }

  /** Everything that happens before a time. */
  goOnTo(time: number, listener: InstrumentListener<LiveInstrument>): void {
    for (;;) {
      while (this.#at < this.#minute.count && this.#dueTime() < time) this.#happen(this.#dueTime(), listener)
      if (this.#minuteTime + MINUTE_MS >= time) break
      this.#minuteTime += MINUTE_MS
      this.#load()
    }
    this.#goneTo = time as TimeMs
    if (time % 1_000 === 0) this.mark = this.#markAt(time)
  }

  /** Other rules from a time on. */
  change(now: TimeMs, changed: (version: InstrumentVersion) => InstrumentVersion): void {
    const { versions } = this.instrument
    this.instrument = { ...this.instrument, versions: [...versions, { ...changed(versions.at(-1)!), validFrom: now }] }
  }

  /** Begins to keep the candle of an interval that somebody listens to: with what has happened so far, though the clock may be further. */
  follow(interval: string): void {
    if (this.forming.has(interval)) return
    this.forming.set(interval, { candle: this.#reader.read(this.#index, interval, openOf(interval, this.#goneTo), this.#goneTo), changed: true })
  }

  /** The candle that a time has closed, when it has; the next begins where it ended. */
  closeCandle(interval: string, time: number): LabCandle | undefined {
    const forming = this.forming.get(interval)!
    const closed = forming.candle
    if (time < closed.endTime) return undefined
    this.forming.set(interval, { candle: emptyCandle(closed.endTime, endOf(interval, closed.endTime), closed.close), changed: false })
    return closed
  }

  /** Begins to keep the changes of a depth stream of so many milliseconds. */
  followDepth(everyMs: number): void {
    if (!this.depth.has(everyMs)) this.depth.set(everyMs, { bids: new Map(), asks: new Map(), before: this.book.updateId, first: 0 })
  }

  readonly #changed = (isBid: boolean, price: number, quantity: number): void => {
    for (const changes of this.depth.values()) {
      if (changes.first === 0) changes.first = this.book.updateId
      ;(isBid ? changes.bids : changes.asks).set(price, quantity)
    }
  }

  /** Of the trade that comes next, or of the quote that comes half a second before it. */
  #dueTime(): number {
    const tradeTime = this.#minuteTime + this.#minute.offset[this.#at]!
    return this.#quoted || this.#at === 0 ? tradeTime : Math.max(tradeTime - 450, this.#minuteTime + this.#minute.offset[this.#at - 1]! + 1)
  }

  #happen(time: number, listener: InstrumentListener<LiveInstrument>): void {
    const at = this.#at
    const minute = this.#minute
    if (!this.#quoted) this.book.moveTo(minute.bid[at]!, this.#changed)
    if (!this.#quoted && at > 0) {
      this.#quoted = true
      listener.quoted(this, time)
      return
    }
    this.book.take(minute.isBuyerMaker[at] === 1, minute.quantity[at]!, this.#changed)
    this.last = minute.price[at]!
    this.lastQuantity = minute.quantity[at]!
    for (const forming of this.forming.values()) {
      addTrade(forming.candle, minute, at)
      forming.changed = true
    }
    this.#at++
    this.#quoted = false
    listener.traded(this, time, minute, at)
  }

  #load(): void {
    this.#source.fill(this.#index, this.#minuteTime / MINUTE_MS, this.#minute)
    this.#at = 0
    this.#quoted = false
  }

  #markAt(time: number): number {
    return Math.round(this.#reader.markAt(this.#index, time) * this.markFactor) || this.mark
  }

  /** How much one trade is, and how far the price goes in a second, by the minute under way. */
  #pace(): readonly [number, number] {
    const { count, quantity, bid } = this.#minute
    if (count === 0) return [10, this.labSymbol.tick]
    let [sum, way] = [0, 0]
    for (let at = 0; at < count; at++) {
      sum += quantity[at]!
      if (at > 0) way += Math.abs(bid[at]! - bid[at - 1]!)
    }
    return [Math.max(2, Math.round(sum / count + ((mixed(this.#index) >>> 0) % 5))), Math.max(this.labSymbol.tick, way / count)]
  }
}
