import type { ContributionView, DecisionDetail, DecisionRow, DecisionSeries, GuardView, SideDetail, SideView } from '../../src-shared/contract/views.ts'
import type { Decision, DecisionPoint, GuardVerdict, SideValue } from '../../src-shared/domain/decision.ts'
import type { LinearExplanation } from '../../src-shared/domain/forecast.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { Price } from '../../src-shared/domain/units.ts'
import type { DeskPolicy } from '../engine/desk.port.ts'
import { InstrumentText, moneyText } from './number-text.ts'

const known = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null)
/** Zero stands for "none" in prices that an entry alone has. */
const present = (price: Price, write: (price: Price) => string): string | null => (price === 0 ? null : write(price))

export const guardView = ({ guard, verdict, value, limit, unit }: GuardVerdict): GuardView => ({ guard, verdict, value: known(value), limit: known(limit), unit })

/** The probability is the one that was counted with: it is held against break-even. */
const sideView = ({ expectedValue, winProbability, countedProbability, breakEvenProbability }: SideValue): SideView => ({
  expectedValue: known(expectedValue), winProbability: known(countedProbability ?? winProbability), breakEvenProbability: known(breakEvenProbability),
})

export function decisionRow(decision: Decision, instrument: Instrument): DecisionRow {
  const { decisionId, strategyId, instrumentId, asOf, action, reason, long, short, markPrice } = decision
  const text = new InstrumentText(instrument, asOf)
  return {
    decisionId, strategyId, instrumentId, asOf, action, reason, long: long && sideView(long), short: short && sideView(short),
    mark: text.price(markPrice), quantity: text.quantity(decision.quantity), notional: moneyText(decision.notional),
    stop: present(decision.stopPrice, text.price), takeProfit: present(decision.takeProfitPrice, text.price),
    guards: decision.guards.filter(({ verdict }) => verdict !== 'allow').map(guardView), priceDecimals: text.decimalsAt(markPrice),
  }
}

export function decisionSeries(points: readonly DecisionPoint[]): DecisionSeries {
  return {
    decisionId: points.map(({ decisionId }) => decisionId), asOf: points.map(({ asOf }) => asOf), long: points.map(({ long }) => long), short: points.map(({ short }) => short),
    action: points.map(({ action }) => action), reason: points.map(({ reason }) => reason),
  }
}

interface Explaining {
  readonly policy: DeskPolicy
  readonly explain: (modelId: string) => LinearExplanation | undefined
}

/** All there is to know about one decision. */
export function decisionDetail(decision: Decision, instrument: Instrument, { policy, explain }: Explaining): DecisionDetail {
  const { long, short, modelIds, exitTime, guards } = decision
  const comparable = decision.featureSetHash === policy.featureSetHash
  const detail = (side: SideValue, modelId: string): SideDetail => sideDetail(side, comparable ? contributions(decision.features, policy.featureSet, explain(modelId)) : [])
  return {
    row: decisionRow(decision, instrument), long: long && detail(long, modelIds.long), short: short && detail(short, modelIds.short),
    margin: policy.margin, expectedValueMin: policy.expectedValueMin, modelIds, exitTime, guards: guards.map(guardView),
  }
}

function sideDetail(side: SideValue, parts: readonly ContributionView[]): SideDetail {
  const { timeoutProbability, adverseExcursion, holdMinutes, grossValue, feeCost, slippageCost, fundingCost, countedProbability, confidence = null, winProbability } = side
  return {
    ...sideView(side), timeoutProbability: known(timeoutProbability), adverseExcursion: known(adverseExcursion), holdMinutes: known(holdMinutes),
    grossValue: known(grossValue), feeCost: known(feeCost), slippageCost: known(slippageCost), fundingCost: known(fundingCost),
    confidence: known(confidence), saidProbability: countedProbability === undefined ? null : known(winProbability), contributions: parts,
  }
}

/** Against an input at its mean, which adds nothing; so does one that is missing. */
function contributions(values: readonly number[], names: readonly string[], explanation: LinearExplanation | undefined): readonly ContributionView[] {
  if (!explanation) return []
  const { terms, clip } = explanation
  const parts = terms.map(({ feature, weight, mean, deviation }) => {
    const value = known(values[names.indexOf(feature)] ?? null)
    const standardised = value === null ? 0 : Math.min(clip, Math.max(-clip, (value - mean) / deviation))
    return { feature, value, logOdds: weight * standardised }
  })
  return parts.toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
}
