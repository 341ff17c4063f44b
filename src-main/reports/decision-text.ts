import type { Decision, GuardVerdict, SideValue } from '../../src-shared/domain/decision.ts'

/**
 * The text of a decision that is hashed: JSON of everything it says but the account it was made in, since replay and back-test keep their books
 * apart. NaN is written as such. Of a side's value the parts that are in it already are left out, so that hashes of runs before they were kept
 * still compare. Written by hand because it is made for every candle of a back-test; a test holds it equal to what JSON.stringify writes.
 */
export function decisionText(decision: Decision): string {
  const { asOf, side, markPrice, quantity, notional, stopPrice, takeProfitPrice, exitTime, features, guards, modelIds } = decision
  return (
    `{"decisionId":${quoted(decision.decisionId)},"strategyId":${quoted(decision.strategyId)},"instrumentId":${quoted(decision.instrumentId)},"asOf":${asOf},` +
    `"action":"${decision.action}","reason":${quoted(decision.reason)},"long":${sideText(decision.long)},"short":${sideText(decision.short)},"side":${side === null ? 'null' : `"${side}"`},` +
    `"markPrice":${markPrice},"quantity":${quantity},"notional":${notional},"stopPrice":${stopPrice},"takeProfitPrice":${takeProfitPrice},"exitTime":${exitTime},` +
    `"guards":[${guards.length === 0 ? '' : guards.map(guardText).join(',')}],"features":[${numbersText(features)}],"modelIds":{"long":${quoted(modelIds.long)},"short":${quoted(modelIds.short)}},` +
    `"featureSetHash":${quoted(decision.featureSetHash)},"configHash":${quoted(decision.configHash)}}`
  )
}

function sideText(value: SideValue | null): string {
  if (!value) return 'null'
  return (
    `{"expectedValue":${numberText(value.expectedValue)},"winProbability":${numberText(value.winProbability)},"breakEvenProbability":${numberText(value.breakEvenProbability)},` +
    `"timeoutProbability":${numberText(value.timeoutProbability)},"adverseExcursion":${numberText(value.adverseExcursion)},"holdMinutes":${numberText(value.holdMinutes)},"fundingCost":${numberText(value.fundingCost)}` +
    `${value.countedProbability === undefined ? '' : `,"countedProbability":${numberText(value.countedProbability)}`}${value.confidence === undefined ? '' : `,"confidence":${numberText(value.confidence)}`}}`
  )
}

const guardText = ({ guard, verdict, value, limit, unit }: GuardVerdict): string =>
  `{"guard":${quoted(guard)},"verdict":"${verdict}","value":${numberText(value)},"limit":${numberText(limit)},"unit":${quoted(unit)}}`

function numbersText(values: readonly number[]): string {
  let text = ''
  for (let index = 0; index < values.length; index++) text += index === 0 ? numberText(values[0]!) : `,${numberText(values[index]!)}`
  return text
}

/** −0 is written as 0 by both. */
const numberText = (value: number): string => (Number.isFinite(value) ? `${value}` : `"${value}"`)

const PLAIN = /^[ !#-[\]-~]*$/

const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))
