import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Change } from '../../src-shared/domain/change.ts'
import type { ModelPair } from '../../src-shared/domain/strategy.ts'
import type { Quantity } from '../../src-shared/domain/units.ts'
import { SeededRandom, seedOf } from '../../src-main/base/seeded-random.ts'
import { JournalUnavailable } from '../../src-main/engine/journal.port.ts'
import type { SourceEvent } from '../../src-main/modes/market-source.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { Rig } from './desk-rig.ts'
import { brokenModelLaws, PAIRS } from './model-laws.ts'
import { FaultyVenue, Killed, NO_FAULTS, type FaultRates } from './faulty-venue.ts'

const ACCOUNT = 'sim:rig:1'
const NAKED_MS_MAX = 15_000
const STEP_MS = 5_000
const OWN = /^pe\./

export interface SwarmOptions {
  readonly seed: number
  readonly steps: number
  /** Somebody else trades on the account too. */
  readonly byHand: 'never' | 'same-side' | 'any-side'
}

/** One seeded life of an engine among faults, over as many processes as it takes. The venue's own book is the oracle. */
export class Swarm {
  readonly #options: SwarmOptions
  readonly #random: SeededRandom
  readonly #choosing: SeededRandom
  readonly #rates: FaultRates
  readonly #diskFails: number
  readonly #halts: number
  readonly #badCandles: number
  #rig!: Rig
  #venue!: FaultyVenue
  #reconcileAt = Number.POSITIVE_INFINITY
  #diskFailsUntil = 0
  #haltedUntil = 0
  #quiet = false
  #candle: SourceEvent | undefined
  readonly #nakedSince = new Map<string, number>()
  readonly placed: string[] = []
  readonly changes: Change[] = []
  readonly violations: string[] = []
  readonly counts = new Map<string, number>()
  restarts = 0
  /** Longest time that a position of ours had no stop at the venue while the process lived, in milliseconds, to five seconds. */
  nakedWorst = 0

  constructor(options: SwarmOptions) {
    this.#options = options
    this.#random = new SeededRandom(seedOf('swarm', options.seed))
    this.#choosing = new SeededRandom(seedOf('models', options.seed))
    const rate = (most: number): number => (this.#random.uniform() < 0.5 ? 0 : most * this.#random.uniform())
    this.#rates = {
      lostBefore: rate(0.15), lostAfter: rate(0.15), rejected: rate(0.15), cancelLost: rate(0.3), reportLost: rate(0.1), reportTwice: rate(0.3), reportLate: rate(0.2),
      killAtPlace: rate(0.03), killAtAdvance: rate(0.001),
    }
    this.#diskFails = rate(0.002)
    this.#halts = rate(0.0005)
    this.#badCandles = rate(0.3)
  }

  async run(): Promise<void> {
    await this.#begin()
    await this.#go(this.#options.steps)
    await this.#settleDown()
    this.#rig.close(true)
    rmSync(this.#rig.folder, { recursive: true, force: true })
  }

  async #begin(): Promise<void> {
    for (;;) {
      try {
        this.#newProcess()
        return void (await this.#rig.start())
      } catch (error) {
        this.#died(error)
      }
    }
  }

  #newProcess(): void {
    const before = this.#rig as Rig | undefined
    const options = before ? { folder: before.folder, sequel: before } : {}
    if (before) adopt(before.folder)
    const rig = new Rig({
      ...options, side: (asOf) => (seedOf(this.#options.seed, asOf) % 3 === 0 ? 'short' : 'long'),
      venue: (book) => {
        this.#venue = new FaultyVenue(book, this.#random, { push: (event) => this.#rig.push(event), linkBroke: () => this.#linkBroke() })
        return this.#venue
      },
    })
    this.#rig = rig
    this.#venue.rates = this.#quiet ? NO_FAULTS : this.#rates
    const append = rig.journal.append.bind(rig.journal)
    rig.journal.append = (changes) => {
      if (rig.market.time < this.#diskFailsUntil) throw new JournalUnavailable('by the test')
      append(changes)
    }
  }

  #linkBroke(): void {
    this.#reconcileAt = Math.min(this.#reconcileAt, this.#rig.market.time + this.#random.below(10_000))
  }

  /** The market goes on without us for up to five minutes. */
  #died(error: unknown): void {
    if (!(error instanceof Killed)) throw error
    const rig = this.#rig
    this.#collect()
    rig.close(true)
    this.restarts++
    this.#nakedSince.clear()
    for (let step = this.#random.below(60); step >= 0; step--) {
      for (const event of rig.market.step()) {
        if (event.kind === 'candle-closed') rig.candles.push(event.candle)
        rig.book.market(event)
      }
      rig.book.advance(rig.market.time)
    }
  }

  #collect(): void {
    this.placed.push(...this.#rig.placed.map(({ intentId }) => intentId))
    this.changes.push(...this.#rig.changes)
    for (const [name, count] of this.#venue.counts) this.counts.set(name, (this.counts.get(name) ?? 0) + count)
  }

  async #go(steps: number): Promise<void> {
    const end = this.#rig.market.time + steps * STEP_MS
    while (this.#rig.market.time < end) {
      try {
        await this.#rig.simulation.run(this.#source(end), () => false, 0)
      } catch (error) {
        this.#died(error)
        await this.#begin()
      }
    }
  }

  async *#source(end: number): AsyncGenerator<readonly SourceEvent[]> {
    const rig = this.#rig
    while (rig.market.time < end) {
      const events = rig.market.step()
      rig.candles.push(...events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : [])))
      yield this.#quiet ? events : this.#spoiled(events)
      this.#watch()
      if (!this.#quiet) this.#meddle()
      if (rig.market.time >= this.#reconcileAt) {
        this.#reconcileAt = Number.POSITIVE_INFINITY
        rig.simulation.wantReconcile()
      }
    }
  }

  /** Candles that are missing, told twice, or told again much later. */
  #spoiled(events: readonly SourceEvent[]): readonly SourceEvent[] {
    return events.flatMap((event): SourceEvent[] => {
      if (event.kind !== 'candle-closed' || this.#random.uniform() >= this.#badCandles) return [event]
      const old = this.#candle
      this.#candle = event
      const kind = this.#random.below(40)
      if (kind === 0) return []
      return kind < 20 || old?.kind !== 'candle-closed' ? [event, event] : [event, { ...old, time: event.time }]
    })
  }

  #meddle(): void {
    const rig = this.#rig
    const { time } = rig.market
    const random = this.#random
    if (random.uniform() < this.#diskFails) this.#diskFailsUntil = time + random.below(120_000)
    if (random.uniform() < this.#halts) this.#haltedUntil = time + random.below(600_000)
    this.#venue.halted = time < this.#haltedUntil
    if (random.uniform() < 0.004) rig.ask({ kind: 'flatten', by: 'test', instrumentId: random.below(10) === 0 ? null : rig.market.instruments[random.below(2)]!.instrumentId })
    if (random.uniform() < 0.0005) rig.ask({ kind: 'stop-trading', by: 'test' })
    if (random.uniform() < 0.02) {
      for (const latch of rig.engine.state.account.latches.keys()) rig.ask({ kind: 'clear-latch', by: 'test', latch })
      rig.ask({ kind: 'start-trading', by: 'test' })
    }
    if (this.#options.byHand !== 'never' && random.uniform() < 0.001) this.#tradeByHand()
    if (this.#choosing.uniform() < 0.005) this.#choose(this.#choosing.below(10) === 0 ? null : PAIRS[this.#choosing.below(2)]!)
  }

  #choose(models: ModelPair | null): void {
    this.#rig.push({ kind: 'models-chosen', time: this.#rig.market.time, strategyId: 'perp-ev', models, by: 'test' })
  }

  #tradeByHand(): void {
    const rig = this.#rig
    const { instrumentId } = rig.market.instruments[this.#random.below(2)]!
    const listing = rig.book.state().listings.find((one) => one.instrumentId === instrumentId)
    const held = listing?.position.quantity ?? 0
    if (held === 0) return
    const { ledger } = rig.engine.state
    const onlyTheirs = ledger.trades.size === 0 && ledger.foreign.get(instrumentId) === held && rig.engine.state.execution.live.get(instrumentId)?.size === 0
    if (onlyTheirs) return rig.book.tradeByHand({ instrumentId, side: held > 0 ? 'sell' : 'buy', quantity: Math.abs(held) as Quantity, time: rig.simulation.time })
    const long = this.#options.byHand === 'same-side' ? held > 0 : this.#random.below(2) === 0
    const quantity = (this.#random.below(3) === 0 ? Math.abs(held) : 1 + this.#random.below(Math.abs(held))) as Quantity
    const { rules } = listing!.instrument.versions.at(-1)!
    rig.book.tradeByHand({ instrumentId, side: long ? 'buy' : 'sell', quantity: Math.max(rules.quantityStep, quantity - (quantity % rules.quantityStep)) as Quantity, time: rig.simulation.time })
  }

  /** I2, from the venue's own book. */
  #watch(): void {
    const rig = this.#rig
    const { time } = rig.market
    for (const { instrumentId, position, orders } of rig.book.state().listings) {
      const own = this.#options.byHand === 'never' || position.quantity === 0 ? position.quantity : (rig.engine.state.ledger.trades.get(instrumentId)?.position.quantity ?? 0)
      const stopped = own === 0 || orders.some(({ terms }) => terms.type === 'stop-market')
      if (stopped || time < this.#haltedUntil) {
        this.#nakedSince.delete(instrumentId)
        continue
      }
      const since = this.#nakedSince.get(instrumentId) ?? time
      this.#nakedSince.set(instrumentId, since)
      this.nakedWorst = Math.max(this.nakedWorst, time - since)
      if (time - since === NAKED_MS_MAX + STEP_MS && this.#rates.rejected === 0) this.violations.push(`I2: ${instrumentId} has had no stop for ${time - since} ms at ${time}`)
    }
  }

  /** No more faults, no more entries: after ten minutes everything must agree, and after a flatten everything must be gone. */
  async #settleDown(): Promise<void> {
    this.#quiet = true
    this.#venue.rates = NO_FAULTS
    this.#venue.halted = false
    this.#diskFailsUntil = 0
    this.#haltedUntil = 0
    this.#rig.ask({ kind: 'stop-trading', by: 'test' })
    this.#rig.simulation.wantReconcile()
    await this.#go(24)
    this.#rig.simulation.wantReconcile()
    await this.#go(96)
    this.#compare('after the quiet')
    this.#rig.ask({ kind: 'flatten', by: 'test', instrumentId: null })
    await this.#go(24)
    this.#rig.simulation.wantReconcile()
    await this.#go(60)
    this.#compare('after the flatten')
    if (this.#rig.held > 0) this.violations.push(`I6: still held after a flatten: ${[...this.#rig.engine.state.ledger.trades.keys()].join()}`)
    this.#collect()
    this.#compareEntries()
    this.violations.push(...brokenModelLaws(this.changes))
    for (const { kind } of this.changes) if (kind === 'models-chosen') this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
  }

  #compare(when: string): void {
    const { engine, book } = this.#rig
    const { ledger, execution } = engine.state
    const say = (text: string): void => void this.violations.push(`${text} (${when})`)
    for (const { instrumentId, position, orders } of book.state().listings) {
      const own = ledger.trades.get(instrumentId)?.position.quantity ?? 0
      const foreign = ledger.foreign.get(instrumentId) ?? 0
      if (own + foreign !== position.quantity) say(`I3: ${instrumentId}: ${own} + ${foreign} in the books, ${position.quantity} at the venue`)
      if (own !== 0 && foreign !== 0 && Math.sign(own) !== Math.sign(foreign)) say(`I3: ${instrumentId}: ${own} of ours against ${foreign} of others is nothing the venue holds`)
      if (this.#options.byHand === 'never' && foreign !== 0) say(`I3: ${instrumentId}: ${foreign} counts as foreign and nobody else trades`)
      const stops = orders.filter(({ terms }) => terms.type === 'stop-market').length
      if (own === 0 && orders.length > 0) say(`I7: flat in ${instrumentId} and ${orders.map(({ clientOrderId }) => clientOrderId).join()} still rest`)
      if (stops > 1) say(`I7: ${stops} stops on ${instrumentId}`)
      if (own !== 0 && stops === 0) say(`I2: no stop on ${instrumentId}`)
      const by = orders.find(({ terms }) => terms.closePosition)
      if (by && foreign !== 0) say(`${by.clientOrderId} would close ${foreign} of ${instrumentId} that is not ours`)
    }
    for (const record of execution.orders.values()) if (record.state === 'unknown' || record.state === 'sent' || record.state === 'pending') say(`I15: ${record.order.intentId} is still ${record.state}`)
    const wallet = ledger.wallets.get('USDT')
    if (this.#options.byHand === 'never' && wallet !== book.state().wallet) say(`I3: the wallet is ${wallet} in the books and ${book.state().wallet} at the venue`)
  }

  /** I1, and what is not ours was never touched. */
  #compareEntries(): void {
    const { book, engine } = this.#rig
    if (new Set(this.placed).size !== this.placed.length) this.violations.push('I1: an intent was sent twice')
    const orders = this.changes.flatMap((change) => (change.kind === 'intent-opened' ? [change.order] : []))
    const wanted = new Map(orders.map(({ intentId, terms }) => [intentId, terms.quantity]))
    const filled = Map.groupBy(book.history.fills.filter(({ clientOrderId }) => clientOrderId.endsWith('.o')), ({ clientOrderId }) => clientOrderId)
    for (const [intentId, fills] of filled) {
      const quantity = fills.reduce((sum, fill) => sum + fill.quantity, 0)
      if (quantity > (wanted.get(intentId) ?? Number.POSITIVE_INFINITY)) this.violations.push(`I1: ${intentId} filled ${quantity}`)
    }
    const unbooked = book.history.fills.filter(({ venue, instrumentId, tradeId }) => !engine.state.ledger.booked.has(`fill/${venue}/${instrumentId}/${tradeId}`))
    if (unbooked.length > 0) this.violations.push(`I3: ${unbooked.length} fills are not booked`)
    if (this.#options.byHand !== 'same-side') return
    for (const { instrumentId, position } of book.state().listings) {
      const theirs = book.history.fills.filter((fill) => fill.instrumentId === instrumentId && !OWN.test(fill.clientOrderId)).reduce((sum, { side, quantity }) => sum + (side === 'buy' ? quantity : -quantity), 0)
      if (position.quantity !== theirs && book.history.liquidationFees.length === 0) this.violations.push(`${instrumentId}: others bought ${theirs} and ${position.quantity} is left`)
    }
  }
}

function adopt(folder: string): void {
  const journal = new SqliteJournal({ folder, accountId: ACCOUNT, program: 'test' })
  journal.adoptFallback(join(folder, 'journal-fallback.ndjson'))
  journal.close()
}
