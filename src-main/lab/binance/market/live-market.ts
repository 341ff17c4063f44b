import type { Instrument, InstrumentVersion } from '../../../../src-shared/domain/instrument.ts'
import type { Price, Quantity, Rate, TimeMs } from '../../../../src-shared/domain/units.ts'
import type { LabClock } from '../lab-clock.ts'
import type { LabMarket, LabTick } from '../lab-types.ts'
import type { StreamHub } from '../streams-hub.ts'
import { CandleReader, scaleTo, type LabCandle } from './candles.ts'
import { lastDay, TradeReader } from './day.ts'
import { GatedMinutes } from './gated-minutes.ts'
import { LiveInstrument, type InstrumentListener } from './live-instrument.ts'
import type { Minute, MinuteSource } from './minute-source.ts'
import type { RecordedBook } from './recorded-depth.ts'
import { StreamWriter } from './stream-writer.ts'

/** Streams tell what happened at most so often; all their intervals are multiples of it. */
const SLOT_MS = 50

/** The market as time goes on, and what streams and the trading side hear of it. */
export class LiveMarket implements LabMarket {
  readonly source: GatedMinutes
  readonly reader: CandleReader
  readonly trades: TradeReader
  /** Books that are not the market's own, by symbol. */
  readonly recorded: Map<string, RecordedBook> = new Map()
  readonly live: Map<string, LiveInstrument>
  readonly #statuses = new Map<string, string>()
  readonly #unlisted = new Set<string>()
  readonly #indexes: ReadonlyMap<string, number>
  readonly #clock: LabClock
  readonly #listeners = new Set<(tick: LabTick) => void>()
  readonly #writer: StreamWriter

  constructor(source: MinuteSource, clock: LabClock, hub: StreamHub) {
    this.source = new GatedMinutes(source)
    this.reader = new CandleReader(this.source)
    this.trades = new TradeReader(this.source)
    this.#clock = clock
    this.#indexes = new Map(source.symbols.map(({ symbol }, index) => [symbol, index]))
    this.live = new Map(source.symbols.map(({ symbol }, index) => [symbol, new LiveInstrument(this.source, this.reader, index, clock.now())]))
    this.#writer = new StreamWriter(this, clock, hub)
    this.#wait()
  }

  now(): TimeMs {
    return this.#clock.now()
  }

  get symbols(): readonly string[] {
    return [...this.live.keys()]
  }

  /** Throws RangeError for a symbol that is not there. */
  at(symbol: string): LiveInstrument {
    const live = this.live.get(symbol)
    if (!live) throw new RangeError(`there is no ${symbol} here`)
    return live
  }

  /** Undefined for a symbol that is not there, or not yet. */
  listed(symbol: string): LiveInstrument | undefined {
    return this.#unlisted.has(symbol) ? undefined : this.live.get(symbol)
  }

  /** All that there are by now. */
  get all(): readonly LiveInstrument[] {
    return [...this.live.values()].filter(({ labSymbol }) => !this.#unlisted.has(labSymbol.symbol))
  }

  /** Its place in the source; undefined for a symbol that is not there. */
  indexOf(symbol: string): number | undefined {
    return this.#indexes.get(symbol)
  }

  instrument(symbol: string): Instrument | undefined {
    return this.live.get(symbol)?.instrument
  }

  status(symbol: string): string | undefined {
    return this.listed(symbol) ? (this.#statuses.get(symbol) ?? 'TRADING') : undefined
  }

  /** Nobody trades unless it is TRADING. */
  setStatus(symbol: string, status: string): void {
    const index = this.#indexes.get(symbol)!
    const wasTrading = this.status(symbol) === 'TRADING'
    this.#statuses.set(symbol, status)
    if (wasTrading && status !== 'TRADING') this.source.halt(index, this.now())
    if (!wasTrading && status === 'TRADING') this.source.resume(index, this.now())
    this.#renew(symbol)
    this.#writer.contracted(this.at(symbol), status)
  }

  /** Other rules from now on. */
  change(symbol: string, changed: (version: InstrumentVersion) => InstrumentVersion): void {
    this.at(symbol).change(this.now(), changed)
    this.#writer.contracted(this.at(symbol), this.status(symbol)!)
  }

  /** As if nobody had heard of it yet. */
  unlist(symbol: string): void {
    this.#unlisted.add(symbol)
    this.source.halt(this.#indexes.get(symbol)!, 0 as TimeMs)
    this.#renew(symbol)
  }

  /** It is listed now, and has no past. */
  list(symbol: string): void {
    if (!this.#unlisted.delete(symbol)) return
    this.source.resume(this.#indexes.get(symbol)!, this.now())
    this.#renew(symbol)
    this.at(symbol).onboardDate = this.now()
    this.#writer.contracted(this.at(symbol), this.status(symbol)!)
  }

  freeze(symbol: string): void {
    this.at(symbol).isFrozen = true
  }

  /** Goes on as if nothing had been; what was missed is not told. */
  thaw(symbol: string): void {
    if (this.at(symbol).isFrozen) this.#renew(symbol)
  }

  lastDay(symbol: string): LabCandle {
    return lastDay(this.reader, this.#indexes.get(symbol)!, this.now())
  }

  precisions(symbol: string): ReturnType<LabMarket['precisions']> {
    const { pricePrecision, quantityPrecision } = this.at(symbol).labSymbol
    return { pricePrecision, quantityPrecision }
  }

  mark(symbol: string): Price {
    const { mark, labSymbol } = this.at(symbol)
    return Math.round(mark / scaleTo(8, priceDecimals(labSymbol.instrument))) as Price
  }

  last(symbol: string): Price {
    const { last, labSymbol } = this.at(symbol)
    return (last * scaleTo(priceDecimals(labSymbol.instrument), labSymbol.pricePrecision)) as Price
  }

  best(symbol: string): ReturnType<LabMarket['best']> {
    const { book, labSymbol } = this.at(symbol)
    const scale = scaleTo(priceDecimals(labSymbol.instrument), labSymbol.pricePrecision)
    return { bid: (book.bid * scale) as Price, bidQuantity: book.bidQuantity, ask: (book.ask * scale) as Price, askQuantity: book.askQuantity }
  }

  nextFundingTime(symbol: string): TimeMs {
    return this.at(symbol).nextFunding
  }

  /** Of the settlement that comes next. */
  nextRate(symbol: string): Rate {
    return this.source.fundingRate(this.#indexes.get(symbol)!, this.nextFundingTime(symbol)) ?? (0 as Rate)
  }

  onPrice(listener: (tick: LabTick) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A stream was asked for: what forms for it begins to. */
  follow(stream: string): void {
    this.#writer.follow(stream)
  }

  /** The instrument as it is now, with what was followed of it. Its book is another. */
  #renew(symbol: string): void {
    const before = this.at(symbol)
    const live = new LiveInstrument(this.source, this.reader, this.#indexes.get(symbol)!, this.now())
    live.instrument = before.instrument
    live.markFactor = before.markFactor
    live.onboardDate = before.onboardDate
    for (const interval of before.forming.keys()) live.follow(interval)
    for (const everyMs of before.depth.keys()) live.followDepth(everyMs)
    this.live.set(symbol, live)
  }

  #wait(): void {
    const next = (Math.floor(this.#clock.now() / SLOT_MS) + 1) * SLOT_MS
    this.#clock.at(next as TimeMs, () => this.#slot(next))
  }

  #slot(time: number): void {
    for (const live of this.#unlisted.size === 0 ? this.live.values() : this.all) {
      if (!live.isFrozen) this.#goOn(live, time)
      this.#writer.told(live, time)
    }
    this.#writer.toldAll(time)
    this.#wait()
  }

  #goOn(live: LiveInstrument, time: number): void {
    live.goOnTo(time, this.#teller)
    if (this.#listeners.size === 0) {
      live.settles(time)
      return
    }
    const { symbol } = live.labSymbol
    const at = { symbol, time: time as TimeMs }
    if (time % 1_000 === 0) this.#tell({ ...at, kind: 'mark', mark: this.mark(symbol) })
    const due = live.nextFunding
    if (live.settles(time)) this.#tell({ ...at, kind: 'funding', mark: this.mark(symbol), rate: this.source.fundingRate(this.#indexes.get(symbol)!, due) ?? (0 as Rate) })
  }

  readonly #teller: InstrumentListener<LiveInstrument> = {
    traded: (live, time, minute, at) => {
      this.#writer.traded(live, minute, at, time)
      if (this.#listeners.size > 0) this.#tellTrade(live, minute, at, time)
    },
    quoted: (live, time) => {
      this.#writer.quoted(live, time)
      if (this.#listeners.size > 0) this.#tellQuote(live, time)
    },
  }

  #tellTrade(live: LiveInstrument, minute: Minute, at: number, time: number): void {
    const { symbol } = live.labSymbol
    this.#tell({ symbol, time: time as TimeMs, kind: 'trade', price: this.last(symbol), quantity: minute.quantity[at] as Quantity, isBuyerMaker: minute.isBuyerMaker[at] === 1 })
    this.#tellQuote(live, time)
  }

  #tellQuote({ labSymbol: { symbol } }: LiveInstrument, time: number): void {
    const { bid, ask } = this.best(symbol)
    this.#tell({ symbol, time: time as TimeMs, kind: 'quote', bid, ask })
  }

  #tell(tick: LabTick): void {
    for (const listener of this.#listeners) listener(tick)
  }
}

const priceDecimals = (instrument: Instrument): number => instrument.versions.at(-1)!.priceDecimals
