import { createHash, type Hash } from 'node:crypto'
import type { Change, Trade } from '../../src-shared/domain/change.ts'
import type { Decision } from '../../src-shared/domain/decision.ts'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { MONEY_DECIMALS } from '../../src-shared/domain/units.ts'
import type { Publisher } from '../engine/publisher.port.ts'
import { DecisionNumbers } from './decision-numbers.ts'

/** What a run came to. Two runs with equal hashes decided and traded alike, to the last bit. */
export interface Outcome {
  readonly decisions: number
  /** SHA-256 over every decision, FLAT ones included; null when it was not wanted. */
  readonly decisionHash: string | null
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
  readonly #decisions: DecisionHash | null
  readonly #orders = new TextHash()
  readonly #exits = new Map<string, number>()
  readonly #reasons = new Map<string, number>()
  #decisionCount = 0
  #entries = 0
  #trades = 0
  #fundingPayments = 0
  #gaps = 0
  readonly #alarms = new Map<string, number>()
  readonly #sums = { realized: 0n, fees: 0n, funding: 0n }

  constructor({ decisionHash = true }: { readonly decisionHash?: boolean } = {}) {
    this.#decisions = decisionHash ? new DecisionHash() : null
  }

  publish(changes: readonly Change[]): void {
    for (const change of changes) this.#take(change)
  }

  outcome(): Outcome {
    const { realized, fees, funding } = this.#sums
    return {
      decisions: this.#decisionCount, decisionHash: this.#decisions?.digest() ?? null, entries: this.#entries, trades: this.#trades, orderHash: this.#orders.digest(),
      netProfit: money(realized + fees + funding), grossProfit: money(realized), fees: money(fees), funding: money(funding),
      exits: Object.fromEntries(this.#exits), fundingPayments: this.#fundingPayments, reasons: Object.fromEntries(this.#reasons), gaps: this.#gaps, alarms: Object.fromEntries(this.#alarms),
    }
  }

  #take(change: Change): void {
    switch (change.kind) {
      case 'decision-made':
        this.#decisionCount++
        count(this.#reasons, change.decision.reason)
        this.#decisions?.add(change.decision)
        return
      case 'intent-opened': {
        if (change.order.purpose === 'open') this.#entries++
        const { intentId, purpose, terms, reason, exitPlan } = change.order
        this.#orders.add(JSON.stringify([intentId, purpose, terms, reason, exitPlan ?? null]))
        return
      }
      case 'fill-booked': {
        const { clientOrderId, instrumentId, side, quantity, price, fee, time } = change.fill
        this.#orders.add(JSON.stringify([clientOrderId, instrumentId, side, quantity, price, fee, time, change.realized]))
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

const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)

function money(amount: bigint): string {
  return formatDecimal(Number(amount), MONEY_DECIMALS, true)
}

const TEXT_AT_ONCE = 32_768

/** SHA-256 over many short texts: they go to it together. */
class TextHash {
  readonly #hash: Hash = createHash('sha256')
  #waiting = ''

  add(text: string): void {
    this.#waiting += text
    if (this.#waiting.length > TEXT_AT_ONCE) this.#flush()
  }

  /** Of all so far; more may follow. */
  digest(): string {
    this.#flush()
    return this.#hash.copy().digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#waiting)
    this.#waiting = ''
  }
}

/** SHA-256 over that of the numbers of all decisions and the texts that they stand for. */
class DecisionHash {
  readonly #hash: Hash = createHash('sha256')
  readonly #numbers = new DecisionNumbers((numbers) => this.#hash.update(numbers))

  add(decision: Decision): void {
    this.#numbers.add(decision)
  }

  /** Of all so far; more may follow. */
  digest(): string {
    this.#numbers.flush()
    return createHash('sha256').update(this.#hash.copy().digest()).update(JSON.stringify(this.#numbers.texts)).digest('hex')
  }
}
