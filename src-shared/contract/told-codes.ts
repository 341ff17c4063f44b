import { REASONS, REFUSALS, type ValuesOf } from '../domain/reason.ts'
import type { Told } from './workstation-views.ts'

/** Rows of the log. Values as `purpose` and `reason` are names that are read in a language too: vocabulary.ts has them all. */
export const LOG_CODES = {
  'session-started': ['session', 'mode'],
  'intent-opened': ['order', 'instrument', 'purpose', 'side', 'reason'],
  'attempt-sent': ['order', 'instrument', 'purpose', 'side', 'attempt'],
  'order-accepted': ['order', 'instrument', 'purpose', 'side', 'venueOrder'],
  'order-rejected': ['order', 'instrument', 'purpose', 'side', 'reason', 'detail'],
  'order-unknown': ['order', 'instrument', 'purpose', 'side', 'detail'],
  'order-closed': ['order', 'instrument', 'purpose', 'side', 'state', 'detail'],
  'cancel-requested': ['order', 'instrument', 'purpose', 'side', 'reason'],
  /** An entry's fill, then one that closes; the last when the instrument's decimals are not known. */
  'fill-booked': ['instrument', 'side', 'quantity', 'price', 'fee', 'asset'],
  'fill-realized': ['instrument', 'side', 'quantity', 'price', 'fee', 'asset', 'realized'],
  'fill-of-unknown': ['instrument', 'side'],
  'transfer-booked': ['amount', 'asset'],
  'funding-paid': ['instrument', 'amount', 'asset'],
  'funding-received': ['instrument', 'amount', 'asset'],
  'liquidation-fee-booked': ['instrument', 'amount', 'asset'],
  'trade-closed': ['instrument', 'side', 'reason', 'realized', 'net'],
  'exit-due': ['instrument', 'reason'],
  /** Follows a row that says why. */
  'latch-set': ['latch'],
  'latch-cleared': ['latch', 'by'],
  'models-chosen': ['strategy', 'long', 'short', 'by'],
  /** Chosen were none. */
  'models-withdrawn': ['strategy', 'by'],
  'trading-started': ['by'],
  'trading-stopped': ['by'],
  'day-opened': ['equity'],
  'foreign-quantity-seen': ['instrument', 'quantity'],
  'foreign-quantity-of-unknown': ['instrument'],
  /** Written by an older version, as a sentence. */
  'difference-found': ['subject', 'text'],
  'alarm-raised': ['alarm', 'text'],
  'books-agree': [],
  'books-compared': ['differences'],
  'alarm-naked-position': ['instrument'],
  'alarm-liquidation-distance': ['instrument'],
  'alarm-custody-restless': ['instrument'],
  'alarm-exit-refused': ['order', 'refusal'],
} as const

/** Why a click comes to nothing before the engine hears of it. */
export const CLICK_REFUSALS = {
  'type-latch-name': ['latch'],
  'click-for-something-else': [],
} as const

/** What the workstation says: why a mode does not start, what is done while it starts, what went wrong. */
export const WORKSTATION_CODES = {
  'not-running': [],
  'already-running': [],
  /** The shell asked the engine and heard nothing: it may or may not have been done. */
  'no-answer': [],
  /** What is done while a mode starts. */
  'opening-books': [],
  'loading-models': [],
  'making-market': [],
  'reaching-venue': [],
  'filling-candles': [],
  'recovering': [],
  'meeting-venue': [],
  /** Why a mode does not start. `refusal` is a short name as 'locked'; `detail` is a sentence of the program, as evidence. */
  'storage-refused': ['refusal', 'detail'],
  'model-refused': ['refusal', 'detail'],
  'unknown-instrument': ['instrument', 'known'],
  'nothing-recorded': ['instruments'],
  'venue-behind': ['minutes'],
  'cannot-start': ['detail'],
  /** What a person should know without having asked. */
  /** Nobody answers for the strategy: those that are promoted are refused, or the register of models is. */
  'models-unusable': ['strategy', 'detail'],
  'changes-adopted': ['changes', 'file'],
  'profile-put-aside': ['file'],
  'venue-unreached': ['venue', 'detail'],
  'missed-candles': ['instruments', 'minutes', 'fills'],
  'exits-only': ['crashes'],
  /** The window's own memory. */
  'profile-full': ['keys'],
  'file-not-written': ['file', 'detail'],
  /** Of a live market. */
  'pace-fixed': [],
  /** Jobs. */
  'too-many-jobs': ['most'],
  'no-such-job': [],
  'job-not-done': [],
  'job-ended': ['detail'],
  'lines-written': ['lines'],
  /** What the life before had begun goes on, or does not. */
  'job-resumed': [],
  'job-given-up': ['times'],
  'jobs-put-aside': ['file'],
  'jobs-not-kept': ['detail'],
  /** Back-tests and sweeps: what cannot be run, and how far they are. */
  'strategy-unknown': ['strategy', 'known'],
  'parameter-unknown': ['parameter', 'known'],
  'parameter-out-of-range': ['parameter', 'value', 'least', 'most'],
  'span-empty': [],
  'nothing-varied': [],
  'too-many-combinations': ['combinations', 'most'],
  'wish-refused': ['detail'],
  /** Why nothing is done with a pair of models. */
  'model-unknown': [],
  'model-shipped': [],
  'model-unfit': ['model', 'strategy'],
  'model-not-proven': [],
  'reason-too-short': ['least'],
  'model-already-so': [],
  'nothing-promoted': [],
  /** The chain of trials does not hold. */
  'trial-altered': ['link'],
  'trial-missing': ['link'],
  'trials-cut-off': ['link'],
  'worker-died': ['detail'],
  'combinations-done': ['done', 'all'],
  'no-such-run': [],
  /** Learning: what to know before anything is fitted. `percent` is the least cost of a round trip that was asked for. */
  'feasibility-unpayable': ['instruments', 'minutes', 'percent'],
  /** Collections: what stood in the way. `detail` is a sentence of the program, as evidence. */
  'collect-refused': ['instrument', 'detail'],
  'collect-halted': ['instrument'],
  'collect-unreachable': ['venue', 'detail'],
  'collect-stopped': [],
  'collect-not-written': ['detail'],
  'collect-port-missing': [],
} as const

/** What a reader of a back-test should know before believing it. */
export const REPORT_CODES = {
  'report-in-sample': ['until'],
  'report-partly-in-sample': ['until', 'from', 'percent'],
  'report-latched': ['latch', 'day', 'days'],
  'report-no-trades': [],
  'report-few-trades': ['trades'],
  'report-few-days': ['days'],
  'report-may-be-chance': ['low', 'high'],
  'report-one-trade': ['instrument', 'day', 'net', 'asset'],
  'report-one-month': ['month', 'percent'],
  'report-costs': ['percent', 'net', 'asset'],
  'report-open': ['positions'],
  'report-warm-up': ['day', 'days'],
  'report-funding-assumed': ['instruments'],
  'report-gaps': ['gaps', 'instruments'],
  'report-alarms': ['alarms'],
  'report-coarse': [],
} as const

/** Why the gate of models says what it says. Percents, base points and counts of independent trials are written out. */
export const GATE_CODES = {
  'gate-proven': ['trials', 'days'],
  'gate-check-failed': ['check'],
  'gate-no-trades': [],
  'gate-trades-lose': ['bps'],
  'gate-days-lose': [],
  'gate-overfitted': ['percent'],
  'gate-luck': ['percent', 'trials', 'effective'],
  'gate-other-numbers': ['names'],
  'gate-family-small': ['count', 'needed'],
  'gate-overfitting-open': ['percent', 'limit'],
  'gate-track-short': ['days', 'needed'],
  'gate-few-trades': [],
  'gate-risky': ['percent', 'limit'],
  'gate-days-missing': ['days'],
  'gate-time-unknown': [],
} as const

/** Every code that a `Told` of the engine can have, with the names of its values: the page has a text for each. */
export const TOLD_CODES: typeof REASONS & typeof REFUSALS & typeof LOG_CODES & typeof CLICK_REFUSALS & typeof WORKSTATION_CODES & typeof REPORT_CODES & typeof GATE_CODES = {
  ...REASONS, ...REFUSALS, ...LOG_CODES, ...CLICK_REFUSALS, ...WORKSTATION_CODES, ...REPORT_CODES, ...GATE_CODES,
}

export type ToldCode = keyof typeof TOLD_CODES
export type ToldValues<Code extends ToldCode> = ValuesOf<typeof TOLD_CODES, Code>

/** A code with exactly its values. */
export const told = <Code extends ToldCode>(code: Code, values: ToldValues<Code>): Told => ({ code, values })
