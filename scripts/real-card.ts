import type { Reliability } from '../src-shared/domain/forecast.ts'
import { isoDay, isoTime } from '../src-main/base/system-calendar.ts'
import { perpEvV1 } from '../src-main/strategies/perp-ev-v1/strategy.ts'
import type { RuleReport } from '../src-main/training/entry-rule.ts'
import { CLIP } from '../src-main/training/linear.ts'
import type { RealModel } from './real-models.ts'

const percent = (share: number | null, digits = 2): string => (share === null ? 'none' : `${(100 * share).toFixed(digits)} %`)
const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
const span = ({ from, to }: { readonly from: number; readonly to: number }): string => `${isoDay(from)} to ${isoDay(to - 1)}`

/** What a person must know before believing the model. */
export function realCard(modelId: string, model: RealModel): string {
  const { plan, direction, metrics, dataUntil } = model
  const { fit, calibrate, holdOut, reliability, rule } = metrics
  const { labelSpec } = plan
  return `# ${modelId}

**Not for money.** A linear model, fitted once on eight months of real candles. What follows is what it did on months that it had not seen; read it before
believing anything, and believe the back-test after ${isoDay(dataUntil)} rather than any before.

- Says, for a ${direction} entry at the next open: q = P(take-profit | a barrier is touched), t = P(neither within the horizon), gross return at
  such a timeout (bps), minutes held, and how far the price goes against it within the whole horizon, without the stop (bps).
- Barriers: ${labelSpec.takeProfitAtr} and ${labelSpec.stopAtr} times the mean true range of the last ${labelSpec.barrierAtrWindow} whole hours; horizon ${labelSpec.horizon} hours. Labels are judged by trade candles.
- Inputs: all ${perpEvV1.featureSet.length} of the catalogue, standardised, cut at ${CLIP} deviations. A missing input counts as the mean of the fit, which is 0 after
  standardising. Most often missing in the fit: ${mostMissing(metrics.missing)}.
- Data: ${plan.instruments.join(', ')}, USDT-margined perpetuals, five-minute candles and settlements. The files have coefficients only, no market data.
- Parts of time, each purged by the end of the labels' horizon: fit ${span(plan.parts.fit)}, calibration ${span(plan.parts.calibrate)}, hold-out ${span(plan.parts.holdOut)}.
  Features need some weeks, so the first rows are of the second month. Nothing that was fitted or calibrated depends on anything after **${isoTime(dataUntil)}** (\`dataUntil\`).
- Fit: ${whole(fit.rows)} rows (one candle in ${plan.every}), which overlap so much that they are worth **${whole(fit.effectiveRows)} effective rows**. Weights of q are pulled toward 0 by
  ${plan.penaltyShare.q} × rows. Penalties were set beforehand and not tuned. But the plan was changed after the hold-out had been looked at: the first one weighed rows by
  uniqueness, which favours what ends soon, so stops, and made q too low everywhere; its bins had equal numbers of rows, and the last one went on to 1.
- Calibration: ${whole(calibrate.rows)} rows, ${whole(calibrate.effectiveRows)} effective. Effective rows are counted by instrument; these four move together, so the truth is fewer.

## Hold-out: ${whole(holdOut.rows)} rows, ${whole(holdOut.effectiveRows)} effective

| | q | t |
|---|---|---|
| AUC | ${holdOut.q.auc.toFixed(3)} | ${holdOut.t.auc.toFixed(3)} |
| standard error of the AUC of a guess, on effective rows | ${guessError(effectiveOf(holdOut.reliability), holdOut.q.baseRate).toFixed(3)} | ${guessError(holdOut.effectiveRows, holdOut.t.baseRate).toFixed(3)} |
| log-loss | ${holdOut.q.logLoss.toFixed(4)} | ${holdOut.t.logLoss.toFixed(4)} |
| log-loss of always saying the base rate of these rows | ${holdOut.q.logLossOfBaseRate.toFixed(4)} | ${holdOut.t.logLossOfBaseRate.toFixed(4)} |
| Brier | ${holdOut.q.brier.toFixed(4)} | ${holdOut.t.brier.toFixed(4)} |
| base rate | ${percent(holdOut.q.baseRate)} | ${percent(holdOut.t.baseRate)} |

Take-profit ${percent(holdOut.baseRates.takeProfit, 1)}, stop ${percent(holdOut.baseRates.stop, 1)}, timeout ${percent(holdOut.baseRates.timeout, 1)} of all rows. ${verdictText(holdOut.q)}

Reliability of q: what came of it in the calibration (the bins of the artifact; where one has fewer than 200 effective rows the policy counts with its
lower bound instead of q, and a q that was never said there counts as 0), and in the hold-out.

${reliabilityTable(reliability)}

${reliabilityTable(holdOut.reliability)}

Expected value of a ${direction} entry after costs and funding, by tenths of what was expected (with the lower bounds), and what came of it:

| expected | came | rows |
|---|---|---|
${holdOut.valueDeciles.map(({ expected, net, rows }) => `| ${percent(expected, 3)} | ${percent(net, 3)} | ${whole(rows)} |`).join('\n')}

## What the strategy's rule makes of both models in the hold-out

Before guards and sizing; costs: taker fee and slippage of both sides, real settlements.

| | with the lower bounds | with q as it is |
|---|---|---|
${ruleRows(rule.counted, rule.plain)}

Overlapping labels, markets that move together and one quarter of one year make every figure here less certain than its digits.
`
}

const effectiveOf = (bins: Reliability): number => bins.reduce((sum, { effectiveRows }) => sum + effectiveRows, 0)

/** Of the rank sum of so many hits and misses in random order. */
function guessError(rows: number, hitShare: number): number {
  return Math.sqrt((rows + 1) / (12 * rows * rows * hitShare * (1 - hitShare)))
}

function mostMissing(missing: Readonly<Record<string, number>>): string {
  const named = Object.entries(missing).filter(([, share]) => share > 0).toSorted((a, b) => b[1] - a[1])
  return named.length === 0 ? 'none' : named.slice(0, 4).map(([name, share]) => `\`${name}\` ${percent(share)}`).join(', ')
}

function verdictText({ logLoss, logLossOfBaseRate }: { readonly logLoss: number; readonly logLossOfBaseRate: number }): string {
  return logLoss < logLossOfBaseRate
    ? `Saying q was better than always saying the base rate, by ${(logLossOfBaseRate - logLoss).toFixed(5)} of log-loss.`
    : `**Saying q was no better than always saying the base rate** (worse by ${(logLoss - logLossOfBaseRate).toFixed(5)} of log-loss).`
}

function reliabilityTable(bins: Reliability): string {
  const rows = bins.filter(({ effectiveRows }) => effectiveRows > 0).map(({ upTo, effectiveRows, observed, lower }) => `| ${upTo.toFixed(3)} | ${observed.toFixed(3)} | ${lower.toFixed(3)} | ${whole(effectiveRows)} |`)
  return `| q up to | happened | lower bound | effective rows |\n|---|---|---|---|\n${rows.join('\n')}`
}

function ruleRows(counted: RuleReport, plain: RuleReport): string {
  const row = (name: string, of: (report: RuleReport) => string): string => `| ${name} | ${of(counted)} | ${of(plain)} |`
  return [
    row('candles at which it would enter', ({ share }) => percent(share)),
    row('mean net return of those candles', ({ netReturn }) => percent(netReturn, 3)),
    row('trades, one position an instrument', ({ trades }) => String(trades)),
    row('trades a day and instrument', ({ tradesPerDay }) => tradesPerDay.toFixed(2)),
    row('mean net return a trade', ({ netReturnPerTrade }) => percent(netReturnPerTrade, 3)),
    row('sum of the net returns, each of its own notional', ({ trades, netReturnPerTrade }) => percent(netReturnPerTrade === null ? null : trades * netReturnPerTrade)),
    row('take-profits, stops, time exits', ({ exits }) => `${exits.takeProfit}, ${exits.stop}, ${exits.timeout}`),
    row('trades by instrument', ({ tradesByInstrument }) => Object.entries(tradesByInstrument).map(([id, count]) => `${id} ${count}`).join(', ')),
  ].join('\n')
}
