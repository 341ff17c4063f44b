import type { ModelOutputs } from '../../src-shared/domain/forecast.ts'
import type { LabelSpec } from '../../src-shared/domain/strategy.ts'
import { meanOf } from './evaluate.ts'
import type { Direction, OutcomeRows } from './outcome-rows.ts'

/** What the strategy asks of a forecast before it enters. Fractions. */
export interface EntryRule {
  readonly labelSpec: LabelSpec
  readonly expectedValueMin: number
  readonly margin: number
  /** Round trip without funding, by instrument: fees and slippage of both sides. */
  readonly costs: ReadonlyMap<string, number>
  /** How many days of one market the rows cover, markets side by side added up. */
  readonly marketDays: number
  /** Signed funding of each row as a fraction of the notional, positive = paid: what was to be expected of it and what it came to. None unless told. */
  readonly funding?: Readonly<Record<Direction, { readonly expected: Float64Array; readonly paid: Float64Array }>>
}

export interface RuleReport {
  readonly candles: number
  /** Part of the candles at which the rule would enter, one side or the other. */
  readonly share: number
  /** By the label, after costs, over all such candles; a fraction of the notional. Null when there were none. */
  readonly netReturn: number | null
  readonly breakEvenProbability: number
  /** As the strategy trades: one position an instrument at a time. Without guards and sizing. */
  readonly trades: number
  readonly tradesPerDay: number
  readonly netReturnPerTrade: number | null
  readonly exits: { readonly takeProfit: number; readonly stop: number; readonly timeout: number }
  readonly tradesByInstrument: Readonly<Record<string, number>>
}

interface Entry {
  readonly row: number
  readonly direction: Direction
}

/** What the rule would have done on rows of every candle. */
export function reportRule(rows: OutcomeRows, outputs: Readonly<Record<Direction, readonly ModelOutputs[]>>, rule: EntryRule): RuleReport {
  const sides = rows.instrumentIds.map((_, row) => judge(rows, row, { long: outputs.long[row]!, short: outputs.short[row]! }, rule))
  const entries = sides.flatMap(({ direction }, row): Entry[] => (direction ? [{ row, direction }] : []))
  const trades = oneAtATime(entries, rows)
  const net = ({ row, direction }: Entry): number => netReturnOf(rows, { row, direction }, rule)
  const count = (outcome: string): number => trades.filter(({ row, direction }) => rows.outcomes[direction][row]!.outcome === outcome).length
  const instruments = [...new Set(rows.instrumentIds)]
  return {
    candles: sides.length,
    share: entries.length / sides.length,
    netReturn: entries.length === 0 ? null : meanOf(entries.map(net)),
    breakEvenProbability: meanOf(sides.map(({ breakEven }) => breakEven)),
    trades: trades.length,
    tradesPerDay: trades.length / rule.marketDays,
    netReturnPerTrade: trades.length === 0 ? null : meanOf(trades.map(net)),
    exits: { takeProfit: count('tp'), stop: count('sl'), timeout: count('timeout') },
    tradesByInstrument: Object.fromEntries(instruments.map((id) => [id, trades.filter(({ row }) => rows.instrumentIds[row] === id).length])),
  }
}

/** By the label, after costs and funding. */
export const netReturnOf = (rows: OutcomeRows, { row, direction }: Entry, { costs, funding }: Pick<EntryRule, 'costs' | 'funding'>): number =>
  rows.outcomes[direction][row]!.grossReturn - (costs.get(rows.instrumentIds[row]!)! + (funding?.[direction].paid[row] ?? 0))

interface Judged {
  readonly expected: number
  /** q*. */
  readonly breakEven: number
  readonly allowed: boolean
}

/** One side as the policy counts it. */
export function judgeSide(rows: OutcomeRows, { row, direction }: Entry, outputs: ModelOutputs, rule: EntryRule): Judged {
  const takeProfit = rule.labelSpec.takeProfitAtr * rows.atrShare[row]!
  const stop = rule.labelSpec.stopAtr * rows.atrShare[row]!
  const cost = rule.costs.get(rows.instrumentIds[row]!)! + (rule.funding?.[direction].expected[row] ?? 0)
  const [q = 0, t = 0, timeoutBps = 0] = outputs
  const timeoutReturn = timeoutBps / 10_000
  const expected = (1 - t) * (q * takeProfit - (1 - q) * stop) + t * timeoutReturn - cost
  const breakEven = (stop + (cost - t * timeoutReturn) / (1 - t)) / (takeProfit + stop)
  return { expected, breakEven, allowed: expected > rule.expectedValueMin && q >= breakEven + rule.margin }
}

/** Which side the policy would enter, if any. `breakEven` is q* of the long side. */
function judge(rows: OutcomeRows, row: number, outputs: Readonly<Record<Direction, ModelOutputs>>, rule: EntryRule): { direction: Direction | null; breakEven: number } {
  const [long, short] = [judgeSide(rows, { row, direction: 'long' }, outputs.long, rule), judgeSide(rows, { row, direction: 'short' }, outputs.short, rule)]
  const direction = long.allowed && (!short.allowed || long.expected >= short.expected) ? 'long' : short.allowed ? 'short' : null
  return { direction, breakEven: long.breakEven }
}

/** Rows stand instrument after instrument and market after market, ascending in time: an earlier time or another instrument frees the place. */
function oneAtATime(entries: readonly Entry[], rows: OutcomeRows): Entry[] {
  let [instrumentId, freeAt, last] = ['', 0, 0]
  return entries.filter(({ row, direction }) => {
    const [id, asOf] = [rows.instrumentIds[row]!, rows.asOf[row]!]
    if (id !== instrumentId || asOf < last) freeAt = 0
    ;[instrumentId, last] = [id, asOf]
    if (asOf < freeAt) return false
    freeAt = asOf + 60_000 * rows.outcomes[direction][row]!.minutesHeld
    return true
  })
}
