import type { EngineEvent } from '../../src-shared/domain/event.ts'
import type { ApprovedOrder, RejectionReason } from '../../src-shared/domain/order.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { SeededRandom } from '../../src-main/base/seeded-random.ts'
import type { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import type { TimedReport, TimedVenue } from '../../src-main/venue/timed-venue.port.ts'

/** How often something goes wrong, each from 0 to 1. */
export interface FaultRates {
  readonly lostBefore: number
  readonly lostAfter: number
  readonly rejected: number
  readonly cancelLost: number
  readonly reportLost: number
  readonly reportTwice: number
  readonly reportLate: number
  readonly killAtPlace: number
  readonly killAtAdvance: number
}

export const NO_FAULTS: FaultRates = { lostBefore: 0, lostAfter: 0, rejected: 0, cancelLost: 0, reportLost: 0, reportTwice: 0, reportLate: 0, killAtPlace: 0, killAtAdvance: 0 }

/** The process dies here. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

const ANY_ORDER: readonly RejectionReason[] = ['filter', 'throttled', 'instrument-closed', 'no-price', 'malformed', 'duplicate-id', 'not-found']
const OF_ENTRIES: readonly RejectionReason[] = [...ANY_ORDER, 'insufficient-margin']
const OF_EXITS: readonly RejectionReason[] = [...ANY_ORDER, 'reduce-only']
const OF_TRIGGERS: readonly RejectionReason[] = [...OF_EXITS, 'would-trigger', 'already-protected']

/** What the faults do beside the venue. */
export interface FaultSink {
  push(event: EngineEvent): void
  /** A report was lost: the link notices some time later and the books must be compared. */
  linkBroke(): void
}

/** A simulated venue behind a bad line. What happens at the venue itself is never touched, so that its book stays the oracle. */
export class FaultyVenue implements TimedVenue {
  readonly capabilities: TimedVenue['capabilities']
  rates: FaultRates = NO_FAULTS
  halted = false
  readonly counts = new Map<string, number>()
  readonly #venue: SimulatedVenue
  readonly #random: SeededRandom
  readonly #sink: FaultSink
  /** Within one kind the venue keeps its order, however late it is. */
  readonly #lastOfKind = new Map<string, number>()
  /** Of these orders nothing is heard until then. */
  readonly #silent = new Map<string, number>()

  constructor(venue: SimulatedVenue, random: SeededRandom, sink: FaultSink) {
    this.capabilities = venue.capabilities
    this.#venue = venue
    this.#random = random
    this.#sink = sink
  }

  market(event: Parameters<TimedVenue['market']>[0]): void {
    this.#venue.market(event)
  }

  nextTime(): number {
    return this.#venue.nextTime()
  }

  snapshot(): ReturnType<TimedVenue['snapshot']> {
    return this.#venue.snapshot()
  }

  place(order: ApprovedOrder, sentAt: TimeMs): void {
    const { rates } = this
    const { intentId } = order
    if (this.#happens('kill-before-place', rates.killAtPlace)) throw new Killed('before an order left')
    if (this.halted) return this.#reject(intentId, 'instrument-closed', sentAt)
    if (this.#happens('rejected', rates.rejected)) return this.#reject(intentId, this.#reasonFor(order), sentAt)
    if (this.#happens('lost-before', rates.lostBefore)) return this.#unknown(intentId, sentAt)
    this.#venue.place(order, sentAt)
    if (this.#happens('lost-after', rates.lostAfter)) {
      this.#silent.set(intentId, sentAt + 5_000)
      this.#unknown(intentId, sentAt)
    }
    if (this.#happens('kill-after-place', rates.killAtPlace)) throw new Killed('after an order left')
  }

  cancel(instrumentId: string, clientOrderId: string, sentAt: TimeMs): void {
    if (!this.#happens('cancel-lost', this.rates.cancelLost)) this.#venue.cancel(instrumentId, clientOrderId, sentAt)
  }

  advance(until: TimeMs): readonly TimedReport[] {
    const reports = this.#venue.advance(until)
    if (this.#happens('kill-between-turns', this.rates.killAtAdvance)) throw new Killed('between two turns')
    return reports.flatMap((timed) => this.#carried(timed))
  }

  #carried(timed: TimedReport): TimedReport[] {
    const { report } = timed
    const about = report.kind === 'order-filled' ? report.fill.clientOrderId : 'clientOrderId' in report ? report.clientOrderId : ''
    if (timed.receivedAt < (this.#silent.get(about) ?? 0)) return []
    if (this.#happens('report-lost', this.rates.reportLost)) {
      this.#sink.linkBroke()
      return []
    }
    const late = this.#happens('report-late', this.rates.reportLate) ? this.#random.below(3_000) : 0
    const receivedAt = Math.max(timed.receivedAt + late, this.#lastOfKind.get(report.kind) ?? 0) as TimeMs
    this.#lastOfKind.set(report.kind, receivedAt)
    const told = { receivedAt, report }
    return this.#happens('report-twice', this.rates.reportTwice) ? [told, { receivedAt: (receivedAt + this.#random.below(20_000)) as TimeMs, report }] : [told]
  }

  #reasonFor({ purpose }: ApprovedOrder): RejectionReason {
    const reasons = purpose === 'open' ? OF_ENTRIES : purpose === 'protect' || purpose === 'take-profit' ? OF_TRIGGERS : OF_EXITS
    return reasons[this.#random.below(reasons.length)]!
  }

  #reject(clientOrderId: string, reason: RejectionReason, sentAt: TimeMs): void {
    this.#sink.push({ kind: 'venue-reported', time: (sentAt + 100) as TimeMs, report: { kind: 'order-rejected', clientOrderId, reason, detail: 'by the test' } })
  }

  #unknown(intentId: string, sentAt: TimeMs): void {
    this.#sink.push({ kind: 'order-outcome-unknown', time: (sentAt + 30) as TimeMs, intentId, detail: 'the answer was lost' })
  }

  #happens(name: string, rate: number): boolean {
    if (rate === 0 || this.#random.uniform() >= rate) return false
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
    return true
  }
}
