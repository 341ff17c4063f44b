import { randomUUID } from 'node:crypto'
import type { Clock } from '../base/clock.port.ts'
import { dataHash as canonicalHash } from '../base/text-hash.ts'
import type { BrokenLink, DailyReturns, NewTrial, TrialData, TrialLedger, TrialOutcome, TrialRecord } from '../training/trial-ledger.port.ts'
import { accountsBeside } from './account-folder.ts'
import type { Opening } from './database-kind.ts'
import { TrialChain } from './trial-chain.ts'
import type { Link } from './trial-links.ts'

/** A trial was ended that was not begun, or twice: a program error. Nothing was written. */
export class TrialConflict extends Error {
  override readonly name = 'TrialConflict'
}

export class SqliteTrialLedger implements TrialLedger {
  readonly #chain: TrialChain
  readonly #opening: Opening
  readonly #clock: Clock

  /** The account's folder is there; trials.db is made with the first trial. */
  constructor(opening: Opening, clock: Clock) {
    this.#chain = new TrialChain(opening, clock)
    this.#opening = opening
    this.#clock = clock
  }

  async begin(trial: NewTrial): Promise<string> {
    const trialId = `trial-${randomUUID()}`
    await this.#chain.append(() => [{ kind: 'trial-begun', subject: trialId, payload: trial }])
    return trialId
  }

  end(trialId: string, outcome: TrialOutcome): Promise<void> {
    return this.#chain.append((found) => {
      const links = found(['trial-begun', 'trial-ended'], trialId)
      if (links.length !== 1) throw new TrialConflict(`${trialId} ${links.length === 0 ? 'was not begun' : 'has ended'}`)
      return [{ kind: 'trial-ended', subject: trialId, payload: outcome }]
    })
  }

  async onData(data: TrialData, own?: string): Promise<readonly TrialRecord[]> {
    const trials: TrialRecord[] = []
    for (const chain of [...this.#chainsBeside(), this.#chain]) {
      await chain.refuseBroken()
      trials.push(...(await trialsIn(chain)))
    }
    return distinctTrials(trials.filter((trial) => isSameData(trial.data, data)), own)
  }

  all(): Promise<readonly TrialRecord[]> {
    return trialsIn(this.#chain)
  }

  /** Of the other accounts: whoever chose there has chosen. */
  #chainsBeside(): readonly TrialChain[] {
    const { folder, accountId, program } = this.#opening
    return accountsBeside(folder, accountId).map((beside) => new TrialChain({ ...beside, program }, this.#clock))
  }

  broken(): Promise<BrokenLink | null> {
    return this.#chain.broken()
  }
}

async function trialsIn(chain: TrialChain): Promise<readonly TrialRecord[]> {
  const links = await chain.read(['trial-begun', 'trial-ended'])
  const ends = new Map(links.filter(({ kind }) => kind === 'trial-ended').map((link) => [link.subject, link]))
  return links.filter(({ kind }) => kind === 'trial-begun').map((begun) => recordOf(begun, ends.get(begun.subject)))
}

/** One candle in common is enough: what was chosen on it knows it. */
const isSameData = (one: TrialData, other: TrialData): boolean =>
  one.dataHash === other.dataHash || (one.from < other.to && other.from < one.to && one.instruments.some((name) => other.instruments.includes(name)))

/** Who looks at the same thing twice has chosen nothing. Told is the newest; one that came to no end is told with what the same run came to at another time. */
function distinctTrials(trials: readonly TrialRecord[], own: string | undefined): readonly TrialRecord[] {
  const ownLast = trials.toSorted((one, other) => Number(one.trialId === own) - Number(other.trialId === own))
  return [...Map.groupBy(ownLast, asked).values()].flatMap((same) => {
    if (same.length === 1) return same
    const told = [...Map.groupBy(same.filter(({ days }) => days !== null), ({ days }) => JSON.stringify(days)).values()].map((alike) => alike.at(-1)!)
    const [newest, last] = [same.at(-1)!, told.at(-1)]
    return last ? [...told.slice(0, -1), newest.days === null ? { ...newest, days: last.days, trades: last.trades } : last] : [newest]
  })
}

/** How it was watched makes no difference. */
const asked = ({ strategyId, data, parameters }: TrialRecord): string => canonicalHash([strategyId, data.dataHash, { ...parameters, mode: '' }])

interface Ended {
  readonly state: 'done' | 'failed'
  readonly days?: DailyReturns
  readonly trades?: number
}

function recordOf({ sequence, subject, time, payload, hash }: Link, end: Link | undefined): TrialRecord {
  const { state, days = null, trades = null } = end ? (end.payload as Ended) : { state: 'begun' as const }
  return { ...(payload as NewTrial), sequence, trialId: subject, startedAt: time, state, days, trades, hash: end?.hash ?? hash }
}
