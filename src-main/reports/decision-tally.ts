import type { FunnelStep } from '../../src-shared/contract/backtest-report.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Decision, SideValue } from '../../src-shared/domain/decision.ts'
import type { PolicySettings } from '../../src-shared/domain/strategy.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Publisher } from '../engine/publisher.port.ts'

type Step = FunnelStep['step']
type Judged = Pick<PolicySettings, 'expectedValueMin' | 'margin' | 'winFloor'>

/** In the order in which a decision is made. */
const FUNNEL: readonly Step[] = ['decisions', 'forecast', 'payable', 'positive', 'above-margin', 'free', 'sized', 'allowed', 'entered']

export interface ReasonCount {
  readonly reason: string
  readonly count: number
  readonly byInstrument: Readonly<Record<string, number>>
}

/**
 * Counts why decisions came to nothing. A decision whose instrument is held is looked at as if it were free: what was too dear or too
 * unlikely is lost there, and only what would have been wanted is lost to the position.
 */
export class DecisionTally implements Publisher {
  decisions = 0
  /** The close that was decided on first; null before. */
  firstAt: TimeMs | null = null
  entries = 0
  /** Decisions that could have become an entry if only they had been wanted: with all that is needed, and nothing held. */
  free = 0
  readonly #policy: Judged
  readonly #reasons = new Map<string, Map<string, number>>()
  readonly #guards = new Map<string, { refused: number; warned: number }>()
  /** Entries without a fill so far. */
  readonly #waiting = new Set<string>()
  /** By step: how many were lost there, by reason. */
  readonly #lost = new Map<Step, Map<string, number>>()

  constructor(policy: Judged) {
    this.#policy = policy
  }

  publish(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'decision-made') this.#decision(change.decision)
      else if (change.kind === 'intent-opened' && change.order.purpose === 'open') this.#waiting.add(change.order.intentId)
      else if (change.kind === 'fill-booked') this.#waiting.delete(change.fill.clientOrderId)
      else if (change.kind === 'order-rejected') this.#end(change.intentId, change.reason)
      else if (change.kind === 'order-closed') this.#end(change.intentId, change.detail || change.state)
    }
  }

  /** The most frequent first. */
  get reasons(): readonly ReasonCount[] {
    const rows = Array.from(this.#reasons, ([reason, counts]) => ({ reason, count: total(counts), byInstrument: Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) }))
    return rows.toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
  }

  /** Those that refused or warned, the strictest first. */
  get guards(): readonly { readonly guard: string; readonly refused: number; readonly warned: number }[] {
    return Array.from(this.#guards, ([guard, counts]) => ({ guard, ...counts })).toSorted((a, b) => b.refused - a.refused || b.warned - a.warned || (a.guard < b.guard ? -1 : 1))
  }

  get funnel(): readonly FunnelStep[] {
    let left = this.decisions
    return FUNNEL.map((step) => {
      const lost = this.#lost.get(step)
      left -= lost ? total(lost) : 0
      return { step, left, lostTo: lost ? most(lost) : null }
    })
  }

  #decision(decision: Decision): void {
    const { action, reason, instrumentId, guards } = decision
    this.decisions++
    this.firstAt ??= decision.asOf
    if (guards.length > 0) this.#judge(decision)
    if (action !== 'FLAT') {
      this.entries++
      this.free++
      return
    }
    count(mapIn(this.#reasons, reason), instrumentId)
    const [step, lostTo] = lossOf(decision, this.#policy)
    if (step !== 'forecast' && reason !== 'position-held') this.free++
    this.#lose(step, lostTo)
  }

  #judge({ guards }: Decision): void {
    for (const { guard, verdict } of guards) {
      if (verdict === 'allow') continue
      const counts = this.#guards.get(guard) ?? { refused: 0, warned: 0 }
      this.#guards.set(guard, counts)
      counts[verdict === 'refuse' ? 'refused' : 'warned']++
    }
  }

  #end(intentId: string, reason: string): void {
    if (this.#waiting.delete(intentId)) this.#lose('entered', reason)
  }

  #lose(step: Step, reason: string): void {
    count(mapIn(this.#lost, step), reason)
  }
}

/** Where a decision of each reason is lost; all others lack something that it takes to judge. */
const STEPS: Readonly<Record<string, Step>> = {
  'cost-exceeds-barrier': 'payable', 'no-edge': 'positive', 'seeded-none': 'positive', 'below-margin': 'above-margin', 'below-floor': 'above-margin', 'adverse-too-large': 'above-margin',
  'position-held': 'free', 'too-small': 'sized', 'equity-unknown': 'sized', 'decided-before': 'allowed', refused: 'allowed',
}

/** The step that a decision did not pass, and the reason. */
function lossOf(decision: Decision, policy: Judged): readonly [Step, string] {
  const { reason, side, long, short } = decision
  if (reason === 'position-held' && long && short) return lossOfHeld([long, short], policy)
  // Barriers are needed to judge at all, and again as prices that the venue accepts.
  return [side !== null && reason === 'barrier-unknown' ? 'sized' : (STEPS[reason] ?? 'forecast'), reason]
}

function lossOfHeld(values: readonly SideValue[], { expectedValueMin, margin, winFloor = 0 }: Judged): readonly [Step, string] {
  const positive = values.filter(({ expectedValue }) => expectedValue > expectedValueMin)
  if (positive.length === 0) return values.some(({ breakEvenProbability: least, timeoutProbability }) => least < 1 || timeoutProbability >= 1) ? ['positive', 'no-edge'] : ['payable', 'cost-exceeds-barrier']
  const likely = positive.filter(({ winProbability, countedProbability = winProbability, breakEvenProbability }) => countedProbability >= breakEvenProbability + margin && countedProbability >= winFloor)
  return likely.length === 0 ? ['above-margin', 'below-margin'] : ['free', 'position-held']
}

function mapIn<Key>(maps: Map<Key, Map<string, number>>, key: Key): Map<string, number> {
  let found = maps.get(key)
  if (!found) maps.set(key, (found = new Map()))
  return found
}

const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, one) => sum + one, 0)
const most = (counts: ReadonlyMap<string, number>): string | null => [...counts].toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))[0]?.[0] ?? null
