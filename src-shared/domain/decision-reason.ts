/** Why a decision came out as it did, one sentence per code. The window and the documentation show these. */
export const DECISION_REASONS = {
  'ev-above-threshold': 'The expected value after all costs is above the minimum and the win probability clears break-even by the margin.',
  'seeded-entry': 'The seeded test policy drew an entry.',
  'seeded-none': 'The seeded test policy drew no entry.',
  'refused': 'The policy wanted an entry, and a risk guard refused it.',
  'no-edge': 'Neither side has an expected value above the minimum after costs.',
  'below-margin': 'The expected value is positive, but the win probability does not clear break-even by the margin.',
  'cost-exceeds-barrier': 'Even if the take-profit were certain to come before the stop, it would not pay for fees, slippage and funding.',
  'position-held': 'A position is already held in this instrument, and there is one at a time.',
  'forecast-missing': 'There is no usable forecast for this candle.',
  'mark-unknown': 'The mark price is not known.',
  'barrier-unknown': 'The barrier distances are not known yet, or their prices lie outside of what the venue accepts.',
  'equity-unknown': 'Equity, free margin or the loss budget left is not known.',
  'funding-unknown': 'The funding rate or the time of the next settlement is not known.',
  'too-small': 'What the limits leave is below the smallest order the venue accepts, or a barrier is nearer than one tick.',
} as const satisfies Readonly<Record<string, string>>

export type DecisionReason = keyof typeof DECISION_REASONS
