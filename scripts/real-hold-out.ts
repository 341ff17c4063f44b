import type { ModelOutputs, Reliability } from '../src-shared/domain/forecast.ts'
import type { FundingRate } from '../src-shared/domain/candle.ts'
import type { LabelSpec } from '../src-shared/domain/strategy.ts'
import { rateAsFloat, versionAt } from '../src-shared/domain/instrument.ts'
import { MINUTE_MS, type TimeMs } from '../src-shared/domain/units.ts'
import { countedProbability } from '../src-main/policy/calibration.ts'
import { expectedFunding } from '../src-main/policy/expected-funding.ts'
import { perpEvV1 } from '../src-main/strategies/perp-ev-v1/strategy.ts'
import { reportRule, type EntryRule, type RuleReport } from '../src-main/training/entry-rule.ts'
import { evaluateProbabilities, type ProbabilityMetrics } from '../src-main/training/evaluate.ts'
import type { Direction, OutcomeRows } from '../src-main/training/outcome-rows.ts'
import { reliabilityBins, type Verdicts } from '../src-main/training/reliability.ts'
import { horizonMs } from '../src-main/training/time-parts.ts'
import { uniquenessOf } from '../src-main/training/uniqueness.ts'
import { valueDeciles } from '../src-main/training/value-deciles.ts'
import type { MarketHistory } from './market-history.ts'

/** Of one direction. Metrics count every row; `effectiveRows` says how many of them are apart. */
export interface HoldOutMetrics {
  readonly rows: number
  readonly effectiveRows: number
  readonly q: ProbabilityMetrics
  readonly t: ProbabilityMetrics
  readonly baseRates: Readonly<Record<'takeProfit' | 'stop' | 'timeout', number>>
  readonly reliability: Reliability
  readonly valueDeciles: ReturnType<typeof valueDeciles>
}

export interface HoldOutSetting {
  readonly rows: OutcomeRows
  readonly history: readonly MarketHistory[]
  readonly labelSpec: LabelSpec
  readonly marketDays: number
}

type Outputs = readonly ModelOutputs[]

/** The same with the probability that the policy counts with in the place of q. */
export function countedOutputs(outputs: Outputs, bins: Reliability): Outputs {
  return outputs.map(([q = NaN, ...others]) => {
    const bin = bins.find(({ upTo }) => q <= upTo)
    return [countedProbability({ winProbability: q, timeoutProbability: 0, timeoutReturn: 0, holdMinutes: 0, adverseExcursion: 0, reliability: bin }), ...others]
  })
}

/** Of the rows that touched a barrier. */
export function verdictsOf(rows: OutcomeRows, direction: Direction, outputs: Outputs, weights: Float64Array): Verdicts {
  const touched = rows.outcomes[direction].flatMap(({ outcome }, row) => (outcome === 'timeout' ? [] : [row]))
  return {
    forecasts: touched.map((row) => outputs[row]![0]!), hits: touched.map((row) => Number(rows.outcomes[direction][row]!.outcome === 'tp')), weights: touched.map((row) => weights[row]!),
  }
}

export function holdOutOf(setting: HoldOutSetting, direction: Direction, said: { readonly outputs: Outputs; readonly counted: Outputs }, binWidth: number): HoldOutMetrics {
  const { rows } = setting
  const weights = uniquenessOf(rows, direction, perpEvV1.decisionIntervalMs)
  const verdicts = verdictsOf(rows, direction, said.outputs, weights)
  const outcomes = rows.outcomes[direction].map(({ outcome }) => outcome)
  const share = (wanted: string): number => outcomes.filter((outcome) => outcome === wanted).length / outcomes.length
  return {
    rows: outcomes.length, effectiveRows: weights.reduce((sum, weight) => sum + weight, 0),
    q: evaluateProbabilities(verdicts.forecasts, verdicts.hits),
    t: evaluateProbabilities(said.outputs.map((output) => output[1]!), outcomes.map((outcome) => Number(outcome === 'timeout'))),
    baseRates: { takeProfit: share('tp'), stop: share('sl'), timeout: share('timeout') },
    reliability: reliabilityBins(verdicts, binWidth),
    valueDeciles: valueDeciles(rows, direction, said.counted, entryRule(setting, { long: said.counted, short: said.counted })),
  }
}

export const ruleOf = (setting: HoldOutSetting, outputs: Readonly<Record<Direction, Outputs>>): RuleReport => reportRule(setting.rows, outputs, entryRule(setting, outputs))

function entryRule({ rows, history, labelSpec, marketDays }: HoldOutSetting, outputs: Readonly<Record<Direction, Outputs>>): EntryRule {
  const { policy } = perpEvV1
  const costs = new Map(history.map(({ instrument, candles }) => {
    const { fees } = versionAt(instrument, candles.at(-1)!.closeTime)
    return [instrument.instrumentId, 2 * rateAsFloat(fees.taker) + 2 * rateAsFloat(instrument.slippage)]
  }))
  const settled = new Map(history.map(({ instrument, funding }) => [instrument.instrumentId, funding]))
  const of = (direction: Direction): NonNullable<EntryRule['funding']>[Direction] => {
    const perRow = rows.instrumentIds.map((id, row) => fundingOf(settled.get(id)!, direction, rows.asOf[row]!, {
      expectedMs: Math.min(MINUTE_MS * Math.max(0, outputs[direction][row]![3]!), horizonMs(labelSpec)), heldMs: MINUTE_MS * rows.outcomes[direction][row]!.minutesHeld,
    }))
    return { expected: Float64Array.from(perRow, ({ expected }) => expected), paid: Float64Array.from(perRow, ({ paid }) => paid) }
  }
  return { labelSpec, expectedValueMin: policy.expectedValueMin, margin: policy.margin, costs, marketDays, funding: { long: of('long'), short: of('short') } }
}

/** What was to be expected at a close from the last settlement, and what the settlements within the hold came to. Positive = paid. */
function fundingOf(settlements: readonly FundingRate[], side: Direction, asOf: number, { expectedMs, heldMs }: { readonly expectedMs: number; readonly heldMs: number }): { expected: number; paid: number } {
  const next = firstAfter(settlements, asOf)
  const last = settlements[next - 1]
  const expected = last ? expectedFunding({ rate: last.rate, nextFundingTime: (last.fundingTime + last.intervalMs) as TimeMs, intervalMs: last.intervalMs }, side, asOf as TimeMs, expectedMs) : 0
  let paid = 0
  for (let place = next; place < settlements.length && settlements[place]!.fundingTime <= asOf + heldMs; place++) paid += rateAsFloat(settlements[place]!.rate)
  return { expected, paid: side === 'long' ? paid : -paid }
}

/** The place of the first settlement later than a time. */
function firstAfter(settlements: readonly FundingRate[], time: number): number {
  let [low, high] = [0, settlements.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (settlements[middle]!.fundingTime <= time) low = middle + 1
    else high = middle
  }
  return low
}
