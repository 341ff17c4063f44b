import type { GateVerdict } from '../../src-shared/contract/evaluation-views.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'

/** Why the gate says what it says, for a terminal. */
export const GATE_SENTENCES: Readonly<Record<string, (values: Told['values']) => string>> = {
  'gate-proven': ({ trials, days }) => `better than ${trials} trials on these data reach by luck, over ${days} days`,
  'gate-check-failed': ({ check }) => `the check ${check} failed: the result may have seen what it was to forecast`,
  'gate-no-trades': () => 'it did not trade, so there is nothing to judge',
  'gate-trades-lose': ({ bps }) => `a trade comes to ${bps} basis points on average after all costs`,
  'gate-days-lose': () => 'the account loses over the days that were tested',
  'gate-overfitted': ({ percent }) => `in ${percent} % of the splits the best recipe was no better than the median afterwards: choosing it chose luck`,
  'gate-luck': ({ percent, trials, effective }) => `only ${percent} % sure to be better than the luck of ${trials} trials, worth ${effective} independent ones`,
  'gate-other-numbers': ({ names }) => `judged with other numbers than the strategy trades with (${names}): evaluate it without these changes`,
  'gate-family-small': ({ count, needed }) => `only ${count} trials cover these days; ${needed} are needed to see how much choosing means`,
  'gate-overfitting-open': ({ percent, limit }) => `in ${percent} % of the splits the best recipe was no better than the median afterwards; ${limit} % may be`,
  'gate-track-short': ({ days, needed }) => `${days} days are too short a track for results like these: ${needed} are needed`,
  'gate-few-trades': () => 'too few trades to say how often it wins',
  'gate-risky': ({ percent, limit }) => `the part of trades that win may be below what is needed, with ${percent} %; ${limit} % may be`,
  'gate-days-missing': ({ days }) => `${days} more days as good as these would prove it`,
  'gate-time-unknown': () => 'how long it would take cannot be said: time alone does not mend what is short',
}

export const VERDICTS: Readonly<Record<GateVerdict['verdict'], string>> = { proven: 'PROVEN', 'not-proven': 'NOT PROVEN YET', rejected: 'REJECTED' }
