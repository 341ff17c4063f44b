import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { GATE_SENTENCES } from './gate-texts.ts'
import { reasonText } from './reason-text.ts'

type Values = Told['values']

const SENTENCES: Readonly<Record<string, (values: Values) => string>> = {
  ...GATE_SENTENCES,
  'unknown-instrument': ({ instrument, known }) => `${instrument} is not in the archive (it has ${known || 'nothing'}): import it first`,
  'strategy-unknown': ({ strategy, known }) => `there is no strategy "${strategy}"; there are ${known}`,
  'parameter-unknown': ({ parameter, known }) => `this strategy has no parameter "${parameter}"; it has ${known}`,
  'parameter-out-of-range': ({ parameter, value, least, most }) => `${parameter} takes ${least} to ${most}, not ${value}`,
  'span-empty': () => 'the span ends before it begins',
  'nothing-varied': () => 'a sweep needs at least one --vary NAME=VALUE,VALUE',
  'too-many-combinations': ({ combinations, most }) => `these are ${combinations} combinations; a sweep runs at most ${most}`,
  'worker-died': ({ detail }) => `one of the sweep's threads ended before its time (${detail}); nothing was stored. Run it again with fewer values or a shorter span.`,
  'trial-altered': ({ link }) => `link ${link} is not as it was written. Put trials.db and trials.head back as they were: on a broken chain nothing is proven.`,
  'trial-missing': ({ link }) => `link ${link} is missing. Put trials.db and trials.head back as they were: on a broken chain nothing is proven.`,
  'trials-cut-off': ({ link }) => `link ${link} and what came after it was cut off. Put trials.db and trials.head back as they were: until then nothing can be tried.`,
  'nothing-recorded': ({ instruments }) => `there is no candle of ${instruments} in that time`,
  'feasibility-unpayable': ({ instruments, minutes, percent }) => `with barriers from ${minutes}-minute candles and costs of ${percent} % a round trip, most candles of ${instruments} cannot pay whatever a model says: the take-profit is less than the costs. Take barriers from longer candles, or lower the costs.`,
  'changes-adopted': ({ changes, file }) => `${changes} changes of an earlier session were kept beside the journal and are in it now (${file}).`,
  'jobs-put-aside': ({ file }) => `Jobs of an earlier session cannot be taken up: this version does not understand them. The list was put aside as ${file}; start them anew.`,
  'profile-put-aside': ({ file }) => `What the window remembers could not be read; it was put aside as ${file}.`,
  'collect-refused': ({ instrument, detail }) => `${instrument}: ${detail}; what was collected before is kept`,
  'collect-halted': ({ instrument }) => `${instrument} is not trading at the venue: it has data up to its end only`,
  'collect-unreachable': ({ venue, detail }) => `${venue} does not answer: ${detail}. Look at the network, then run the command again: it goes on where it stopped.`,
  'collect-not-written': ({ detail }) => `the archive could not be written: ${detail}. What was collected before is kept; make room on the disk, then run the command again: it goes on where it stopped.`,
  'collect-stopped': () => 'stopped: what was collected is kept, and the same command goes on',
  'venue-behind': ({ minutes }) => `the venue's clock is ${minutes} minutes behind these books: this is another venue, or one of the clocks is wrong`,
  'venue-unreached': ({ venue, detail }) => `${venue} cannot be reached (${detail}). What is held is shown as it was, nothing is opened, and it is tried again.`,
  'missed-candles': ({ instruments, minutes, fills }) => `Nobody listened for ${minutes} minutes: stops and take-profits of ${instruments} went through the candles of that time first (${fills} fills).`,
  'exits-only': ({ crashes }) => `The engine ended ${crashes} times within five minutes: it does exits only until Haetae is started again.`,
}

/** What the workstation says, for a terminal. A detail is a sentence already. */
export const toldText = (told: Told): string => SENTENCES[told.code]?.(told.values) ?? String(told.values['detail'] ?? reasonText(told))
