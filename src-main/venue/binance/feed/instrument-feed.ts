import { versionAt, type Instrument, type InstrumentVersion, type MarginTier } from '../../../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../../../src-shared/domain/units.ts'
import { factsOf, newInstrument, updatedInstrument } from '../instruments.ts'
import { intervalName } from '../market-requests.ts'
import type { ListedSymbol } from '../read-exchange-info.ts'
import type { FundingInfo } from '../read-market.ts'
import { CandleLine } from './candle-line.ts'
import { Channel, type Links } from './channel.ts'
import { DepthLine } from './depth-line.ts'
import type { FeedInstrument, FeedSettings } from './feed-settings.ts'
import { FundingLine } from './funding-line.ts'
import { MinutesTraded } from './minutes-traded.ts'
import { PriceLine } from './price-line.ts'
import { PRICE_DECIMALS } from './read-frames.ts'
import { QuietQuote } from './quiet-quote.ts'
import type { Telling } from './telling.ts'
import { TradeLine } from './trade-line.ts'

const SILENT_AFTER_MS = { markPrice: 3_000, bookTicker: 30_000, aggTrade: 60_000, kline: 60_000, depth: 10_000 }

/** All of one instrument, from the venue's words to what is told. Before it is listed nothing is told of it. */
export class InstrumentFeed {
  readonly symbol: string
  readonly channels: ReadonlyMap<string, Channel>
  readonly candles: ReadonlyMap<string, CandleLine>
  readonly price: PriceLine
  readonly trades: TradeLine
  readonly funding: FundingLine
  readonly minutes: MinutesTraded = new MinutesTraded()
  readonly #telling: Telling
  readonly #settings: FeedSettings
  readonly #known: FeedInstrument
  readonly #quiet: QuietQuote
  #depth: DepthLine | null = null
  #instrument: Instrument | null = null
  #tiers: readonly MarginTier[] | null = null

  constructor(telling: Telling, settings: FeedSettings, known: FeedInstrument) {
    const { symbol } = known
    this.#telling = telling
    this.#settings = settings
    this.#known = known
    this.symbol = symbol
    this.channels = new Map(channelsOf(symbol, settings).map((channel) => [channel.settings.channel, channel]))
    this.candles = new Map(settings.intervals.map((intervalMs) => [intervalName(intervalMs), new CandleLine(telling, { instrumentId: symbol, intervalMs }, known.candlesUntil)]))
    this.price = new PriceLine(telling, symbol)
    this.#quiet = new QuietQuote(telling, this.price, this.channels.get('bookTicker')!)
    this.trades = new TradeLine(telling, symbol)
    this.funding = new FundingLine(telling, symbol, known.fundingUntil)
  }

  get instrument(): Instrument | null {
    return this.#instrument
  }

  /** The rules of now; null before it is listed. */
  get version(): InstrumentVersion | null {
    return this.#instrument && versionAt(this.#instrument, this.#telling.time)
  }

  get depth(): DepthLine | null {
    return this.#depth
  }

  /** Trading, as far as the venue says. */
  get isTrading(): boolean {
    return this.#instrument?.versions.at(-1)?.status === 'trading'
  }

  /** The venue's rules, as they are now. */
  list(listed: ListedSymbol, funding: readonly FundingInfo[], seenAt: TimeMs | null): void {
    const { time } = this.#telling
    const before = this.#instrument ?? this.#known.known
    const facts = factsOf(this.symbol, this.#settings.venue, before ?? undefined, funding)
    const full = this.#tiers ? { ...facts, marginTiers: this.#tiers } : facts
    const instrument = before ? updatedInstrument(before, listed, full, { at: time, seenAt: seenAt ?? this.#known.candlesUntil ?? time }) : newInstrument(listed, full)
    if (instrument === this.#instrument) return
    const { priceDecimals } = instrument.versions.at(-1)!
    // An archive may have it in a scale of its own; prices of frames are read in one for all.
    if (priceDecimals !== PRICE_DECIMALS) return this.#telling.warn('unknown-instrument', `${this.symbol} has ${priceDecimals} decimals`)
    this.#adopt(instrument)
  }

  /** The venue has it no more, or its rules cannot be read: nothing may be opened. */
  halt(): void {
    const newest = this.#instrument?.versions.at(-1)
    if (!this.#instrument || !newest || newest.status === 'halted') return
    const validFrom = Math.max(newest.validFrom + 1, this.#telling.time) as TimeMs
    this.#adopt({ ...this.#instrument, versions: [...this.#instrument.versions, { ...newest, validFrom, status: 'halted' }] })
  }

  /** Brackets, as the venue announces them; in force with the next look at its rules. */
  bracket(tiers: readonly MarginTier[]): void {
    this.#tiers = tiers
  }

  /** Time has gone on. `isNew`: its route is open again. */
  look(links: Links, isNew: boolean): void {
    if (!this.#instrument) return
    for (const line of this.candles.values()) line.look(isNew)
    this.price.look()
    if (this.isTrading) this.#quiet.look(links)
    this.funding.look()
    this.#depth?.look()
  }

  gapsOf(channel: string): number {
    if (channel === 'depth') return this.#depth?.gaps ?? 0
    if (channel === 'aggTrade') return this.trades.gaps
    return this.candles.get(channel.replace('kline_', ''))?.gaps ?? 0
  }

  #adopt(instrument: Instrument): void {
    this.#instrument = instrument
    const newest = instrument.versions.at(-1)!
    for (const line of this.candles.values()) line.scale(instrument)
    // A book in another scale is another book.
    if (this.#settings.depth && !this.#depth?.isScaledBy(newest)) this.#depth = new DepthLine(this.#telling, this.symbol, newest)
    this.#telling.tell({ kind: 'instrument-listed', time: this.#telling.time, instrument })
  }
}

function channelsOf(instrumentId: string, { intervals, depth }: FeedSettings): readonly Channel[] {
  const of = (channel: string, route: 'market' | 'public', kind: keyof typeof SILENT_AFTER_MS): Channel => new Channel({ instrumentId, channel, route, silentAfterMs: SILENT_AFTER_MS[kind] })
  return [
    ...intervals.map((intervalMs) => of(`kline_${intervalName(intervalMs)}`, 'market', 'kline')),
    of('markPrice', 'market', 'markPrice'), of('aggTrade', 'market', 'aggTrade'), of('bookTicker', 'public', 'bookTicker'),
    ...(depth ? [of('depth', 'public', 'depth')] : []),
  ]
}
