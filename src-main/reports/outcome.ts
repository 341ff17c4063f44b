import { createHash, type Hash } from 'node:crypto'
import type { Change, Trade } from '../../src-shared/domain/change.ts'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import type { Decision, SideValue } from '../../src-shared/domain/decision.ts'
import { MONEY_DECIMALS } from '../../src-shared/domain/units.ts'
import type { Publisher } from '../engine/publisher.port.ts'

/** What a run came to. Two runs with equal hashes decided and traded alike, to the last bit. */
export interface Outcome {
  readonly decisions: number
  /** SHA-256 over every decision, FLAT ones included. */
  readonly decisionHash: string
  readonly entries: number
  readonly trades: number
  /** SHA-256 over every order that was opened and every fill. */
  readonly orderHash: string
  /** Realised profit, fees and funding of all finished trades; exact. */
  readonly netProfit: string
  readonly grossProfit: string
  readonly fees: string
  readonly funding: string
  readonly exits: Readonly<Record<string, number>>
  readonly fundingPayments: number
  readonly reasons: Readonly<Record<string, number>>
  readonly gaps: number
  readonly alarms: Readonly<Record<string, number>>
}

/** Watches a run and keeps sums and hashes, never rows. */
export class OutcomeRecorder implements Publisher {
  readonly #decisions: Hash = createHash('sha256')
  readonly #orders: Hash = createHash('sha256')
  readonly #exits: Record<string, number> = {}
  readonly #reasons: Record<string, number> = {}
  #decisionCount = 0
  #entries = 0
  #trades = 0
  #fundingPayments = 0
  #gaps = 0
  readonly #alarms: Record<string, number> = {}
  readonly #sums = { realized: 0n, fees: 0n, funding: 0n }

  publish(changes: readonly Change[]): void {
    for (const change of changes) this.#take(change)
  }

  outcome(): Outcome {
    const { realized, fees, funding } = this.#sums
    return {
      decisions: this.#decisionCount, decisionHash: this.#decisions.copy().digest('hex'), entries: this.#entries, trades: this.#trades, orderHash: this.#orders.copy().digest('hex'),
      netProfit: money(realized + fees + funding), grossProfit: money(realized), fees: money(fees), funding: money(funding),
      exits: this.#exits, fundingPayments: this.#fundingPayments, reasons: this.#reasons, gaps: this.#gaps, alarms: this.#alarms,
    }
  }

  #take(change: Change): void {
    switch (change.kind) {
      case 'decision-made':
        this.#decisionCount++
        count(this.#reasons, change.decision.reason)
        this.#decisions.update(decisionText(change.decision))
        return
      case 'intent-opened': {
        if (change.order.purpose === 'open') this.#entries++
        const { intentId, purpose, terms, reason, exitPlan } = change.order
        this.#orders.update(JSON.stringify([intentId, purpose, terms, reason, exitPlan ?? null]))
        return
      }
      case 'fill-booked': {
        const { clientOrderId, instrumentId, side, quantity, price, fee, time } = change.fill
        this.#orders.update(JSON.stringify([clientOrderId, instrumentId, side, quantity, price, fee, time, change.realized]))
        return
      }
      case 'trade-closed':
        return this.#close(change.trade)
      case 'ledger-posted':
        if (change.entry.kind === 'funding') this.#fundingPayments++
        return
      case 'gap-found':
        this.#gaps++
        return
      case 'alarm-raised':
        count(this.#alarms, change.code)
        return
      default:
    }
  }

  #close({ realized, fees, funding, exitReason }: Trade): void {
    this.#trades++
    count(this.#exits, exitReason)
    this.#sums.realized += BigInt(realized)
    this.#sums.fees += BigInt(fees)
    this.#sums.funding += BigInt(funding)
  }
}

const count = (counts: Record<string, number>, name: string): void => void (counts[name] = (counts[name] ?? 0) + 1)

function money(amount: bigint): string {
  return formatDecimal(Number(amount), MONEY_DECIMALS, true)
}

/** Parts of a value that are in it already; so hashes of runs before they were kept still compare. */
const PARTS: ReadonlySet<string> = new Set<keyof SideValue>(['grossValue', 'feeCost', 'slippageCost'])

/** Everything a decision says but for the account it was made in: replay and back-test keep their books apart. NaN is written as such. */
function decisionText(decision: Decision): string {
  const { accountId: _, ...rest } = decision
  return JSON.stringify(rest, (key, value: unknown) => {
    if (PARTS.has(key)) return undefined
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  })
}
