import type { LinearModel } from '../src-main/training/onnx-writer.ts'
import { perpEv } from '../src-main/strategies/perp-ev/strategy.ts'
import type { DemoMetrics, DemoModelPlan } from './demo-models.ts'

interface CardFacts {
  readonly plan: DemoModelPlan
  readonly rows: number
  readonly direction: string
  readonly model: LinearModel
  readonly metrics: DemoMetrics
}

const percent = (share: number | null, digits = 2): string => (share === null ? 'none' : `${(100 * share).toFixed(digits)} %`)

/** What a person must know before believing the model. */
export function modelCard(modelId: string, { plan, rows, direction, model, metrics }: CardFacts): string {
  const { trend, none } = metrics.holdOut
  return `# ${modelId}

**Not for money.** This model was fitted on Haetae's invented demo market and on nothing else. It has never seen a real price, and what it
found is what was planted there. It exists so that the whole path from candle to order can be run, seen and tested. A first cut, linear.

- Says, for a ${direction} entry at the next open: q = P(take-profit | a barrier is touched), t = P(neither within the horizon), gross return at
  such a timeout (bps), minutes held, adverse excursion (bps).
- Barriers: ${perpEv.labelSpec.takeProfitAtr} and ${perpEv.labelSpec.stopAtr} times the mean true range of the last ${perpEv.labelSpec.barrierAtrWindow} whole hours; horizon ${perpEv.labelSpec.horizon} hours. Labels are judged by trade candles.
- Fitted on ${rows.toLocaleString('en-US')} rows (every ${plan.every}th candle, neighbours overlap heavily, so far fewer independent observations): ${plan.trainSeeds.trend.length} markets with the planted
  edge and ${plan.trainSeeds.none.length} without, ${plan.days} days each, seeds ${ranges(plan.trainSeeds)},
  each also upside down, so that no direction is favoured by chance. The weights of q are pulled hard toward 0 (${plan.penaltyShare.q} × rows) on purpose:
  it says less than it knows, so that it mostly keeps quiet where there is no edge. So q is too low where the edge is strong (see the last row of the calibration).
- Features beyond ${model.clip} deviations count as ${model.clip}; a missing feature counts as the training mean.

## On other seeds (${ranges(plan.holdOutSeeds)}), never used in the fit

| | with the edge | without |
|---|---|---|
| q: AUC | ${trend.q.auc.toFixed(3)} | ${none.q.auc.toFixed(3)} |
| q: log-loss (always saying the base rate) | ${trend.q.logLoss.toFixed(4)} (${trend.q.logLossOfBaseRate.toFixed(4)}) | ${none.q.logLoss.toFixed(4)} (${none.q.logLossOfBaseRate.toFixed(4)}) |
| q: Brier | ${trend.q.brier.toFixed(4)} | ${none.q.brier.toFixed(4)} |
| take-profit, stop, timeout | ${bases(trend.baseRates)} | ${bases(none.baseRates)} |

Calibration of q with the edge, by tenths of the forecast:

| said | happened | rows |
|---|---|---|
${trend.q.calibration.map(({ forecast, observed, rows: count }) => `| ${forecast.toFixed(3)} | ${observed.toFixed(3)} | ${count} |`).join('\n')}

## What the strategy's rule makes of both models (before guards and sizing; costs: taker fee and slippage of both sides, no funding)

| | with the edge | without |
|---|---|---|
${ruleRows(metrics)}

AUC hardly above one half is what a market with a weak, rare edge looks like. Overlapping labels make every figure here less certain than its digits.
`
}

function ruleRows({ rule: { trend, none } }: DemoMetrics): string {
  const row = (name: string, of: (report: DemoMetrics['rule']['trend']) => string): string => `| ${name} | ${of(trend)} | ${of(none)} |`
  return [
    row('candles at which it would enter', ({ share }) => percent(share)),
    row('mean net return of those candles', ({ netReturn }) => percent(netReturn)),
    row('trades a day, one position an instrument', ({ tradesPerDay }) => tradesPerDay.toFixed(2)),
    row('mean net return a trade', ({ netReturnPerTrade }) => percent(netReturnPerTrade)),
    row('take-profits, stops, time exits', ({ exits }) => `${exits.takeProfit}, ${exits.stop}, ${exits.timeout}`),
    row('trades by instrument', ({ tradesByInstrument }) => Object.entries(tradesByInstrument).map(([id, count]) => `${id} ${count}`).join(', ')),
  ].join('\n')
}

const bases = ({ takeProfit, stop, timeout }: DemoMetrics['holdOut']['trend']['baseRates']): string => [takeProfit, stop, timeout].map((share) => percent(share, 1)).join(', ')
const ranges = ({ trend, none }: DemoModelPlan['trainSeeds']): string => [trend, none].map((list) => `${list[0]}–${list.at(-1)}`).join(' and ')
