import type { ForecastRefusal } from './forecast.ts'

/** Why a decision came out as it did. */
export type DecisionReason =
  | 'ev-above-threshold' | 'seeded-entry' | 'seeded-none' | 'refused' | 'no-edge' | 'below-margin' | 'cost-exceeds-barrier' | 'below-floor' | 'adverse-too-large' | 'position-held'
  | 'no-model' | 'forecast-missing' | 'mark-unknown' | 'barrier-unknown' | 'equity-unknown' | 'funding-unknown' | 'too-small' | 'decided-before'
  | `forecast-${ForecastRefusal}`

/** One sentence per reason, for the window and the documentation. */
export const DECISION_REASONS: Readonly<Record<DecisionReason, string>> = {
  'ev-above-threshold': 'The expected value after all costs is above the minimum and the win probability clears break-even by the margin.',
  'seeded-entry': 'The seeded test policy drew an entry.',
  'seeded-none': 'The seeded test policy drew no entry.',
  refused: 'The policy wanted an entry, and a risk guard refused it.',
  'no-edge': 'Neither side has an expected value above the minimum after costs.',
  'below-margin': 'The expected value is positive, but the win probability does not clear break-even by the margin.',
  'cost-exceeds-barrier': 'Even if the take-profit were certain to come before the stop, it would not pay for fees, slippage and funding.',
  'below-floor': 'The win probability clears break-even, but not the floor that is set for it.',
  'adverse-too-large': 'The price is expected to go farther against the position within the horizon than is allowed.',
  'position-held': 'A position is already held in this instrument, and there is one at a time.',
  'no-model': 'No models are chosen for this strategy, so nothing is asked and nothing is opened.',
  'forecast-missing': 'There is no usable forecast for this candle.',
  'mark-unknown': 'The mark price is not known.',
  'barrier-unknown': 'The barrier distances are not known yet, or their prices lie outside of what the venue accepts.',
  'equity-unknown': 'Equity, free margin or the loss budget left is not known.',
  'funding-unknown': 'The funding rate or the time of the next settlement is not known.',
  'decided-before': 'This candle was decided before a restart; what came of it then is in the books.',
  'too-small': 'What the limits leave is below the smallest order the venue accepts, or a barrier is nearer than one tick.',
  'forecast-unknown-request': 'The models answered a question that was not asked.',
  'forecast-wrong-model': 'Another model answered than the one that was asked.',
  'forecast-stale': 'The answer of the models came too late to act on.',
  'forecast-wrong-shape': 'The answer of the models does not have the outputs it should have.',
  'forecast-not-finite': 'The answer of the models contains something that is not a number.',
  'forecast-not-a-probability': 'The models gave a probability outside of 0 to 1.',
  'forecast-model-failed': 'The models could not be scored.',
}
