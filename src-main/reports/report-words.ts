import type { FunnelStep, RivalRow } from '../../src-shared/contract/backtest-report.ts'
import type { REPORT_CODES } from '../../src-shared/contract/told-codes.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import { DECISION_REASONS } from '../../src-shared/domain/decision-reason.ts'

/** What a code is called and what it means, in plain English. A code that is not known is its own name. */
export interface Words {
  readonly name: string
  readonly sentence: string
}

/** The same English as in the window; a test holds them equal. */
export const CAVEATS: Readonly<Record<keyof typeof REPORT_CODES, string>> = {
  'report-in-sample': 'The models were fitted on data up to {until}, so they had seen all of this span. It says nothing about what comes.',
  'report-partly-in-sample': 'The models were fitted on data up to {until}. What happened from {from} until then they had seen; only the days after it count, and came to {percent}%.',
  'report-latched': 'Entries ended on {day}, {days} days before the end: {latch}. The days after it are empty, not calm.',
  'report-no-trades': 'There was not a single trade, so there is no result. The funnel shows where the decisions were lost.',
  'report-few-trades': 'Only {trades} trades. So few can come out like this by luck, good or bad.',
  'report-few-days': 'Only {days} days: too few to say how far chance reaches.',
  'report-may-be-chance': 'The interval of the Sharpe ratio, {low} to {high}, contains 0: this may be chance.',
  'report-one-trade': 'One trade carries the result. Without {instrument} of {day} the net is {net} {asset}.',
  'report-one-month': 'One month carries the result. Without {month} the net is {percent}%.',
  'report-costs': 'If slippage and fees were {percent}% higher, the net would be {net} {asset}.',
  'report-open': 'Positions still open at the end: {positions}. The net counts them at their last price; the trades do not have them.',
  'report-warm-up': 'Nothing could be decided before {day}, the first {days} days: the features needed so many candles. These days count as days without any return.',
  'report-funding-assumed': 'There is no archived funding of {instruments}; 0.01% per settlement was assumed. Import the real rates.',
  'report-gaps': 'Gaps in the candles: {gaps}, of {instruments}. After each one features have to warm up again, and nothing is decided.',
  'report-alarms': 'Alarms were raised: {alarms}. Look at them before believing the trades around them.',
  'report-coarse': 'What happened inside a candle is assumed, the worse extreme first: there are no one-minute candles to tell.',
}

export function caveatText({ code, values }: Told): string {
  const sentence: string | undefined = CAVEATS[code as keyof typeof CAVEATS]
  if (sentence === undefined) return [code, ...Object.entries(values).map(([name, value]) => `${name} ${value}`)].join(', ')
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'latch' ? latchWords(String(values[name])).name : withMinus(String(values[name] ?? '?'))))
}

/** Numbers come as plain decimals. */
const withMinus = (value: string): string => value.replace(/^-(?=\d)/, '−')

const REASON_NAMES: Readonly<Record<string, string>> = {
  'ev-above-threshold': 'Entry', 'seeded-entry': 'Drawn entry', 'seeded-none': 'No entry drawn', refused: 'Refused by a guard', 'no-edge': 'No edge', 'below-margin': 'Below the margin',
  'cost-exceeds-barrier': 'Costs above the target', 'below-floor': 'Below the floor of q', 'adverse-too-large': 'Adverse excursion too large', 'position-held': 'Position held',
  'no-model': 'No models chosen', 'forecast-missing': 'No forecast', 'mark-unknown': 'Mark price unknown', 'barrier-unknown': 'Barriers unknown', 'equity-unknown': 'Equity unknown', 'funding-unknown': 'Funding unknown',
  'too-small': 'Too small to trade', 'decided-before': 'Decided before', 'forecast-stale': 'Forecast too late', 'forecast-model-failed': 'Model failed',
  'trading-off': 'Trading was off', 'latch-set': 'A latch is set', 'insufficient-margin': 'Not enough margin', filter: 'Breaks a rule of the venue', expired: 'Expired unfilled', cancelled: 'Cancelled',
  stop: 'Stop', 'take-profit': 'Take profit', 'time-exit': 'Time exit', flatten: 'Flattened', liquidation: 'Liquidation', 'by-hand': 'By hand', 'stop-passed': 'Price past the stop', unprotected: 'No stop could be placed',
  naked: 'Without a stop for too long', 'liquidation-near': 'Liquidation too near', 'funding-near': 'Before a settlement', unplanned: 'No exit plan', 'daily-loss': 'Day loss limit', drawdown: 'Drawdown limit', latch: 'A latch is set', unknown: 'Unknown',
}

export const reasonWords = (reason: string): Words => ({ name: REASON_NAMES[reason] ?? reason, sentence: (DECISION_REASONS as Readonly<Record<string, string>>)[reason] ?? '' })

const LATCHES: Readonly<Record<string, Words>> = {
  'daily-loss': { name: 'day loss limit reached', sentence: 'A day lost as much as it may. All was closed, and entries ended until a person clears it; in a back-test nobody does.' },
  drawdown: { name: 'drawdown limit reached', sentence: 'Equity fell as far from its high as it may. All was closed, and entries ended until a person clears it; in a back-test nobody does.' },
  'naked-position': { name: 'a position could not be protected', sentence: 'No stop could be kept at the venue, so the position was closed, and entries ended until a person clears it.' },
  'restored-copy': { name: 'books restored from a copy', sentence: 'Entries wait until a person has compared the books with the venue.' },
  'books-differ': { name: 'books and venue differ', sentence: 'The books and the venue did not agree. Entries ended until a person clears it.' },
}

export const latchWords = (latch: string): Words => LATCHES[latch] ?? { name: latch, sentence: '' }

const GUARDS: Readonly<Record<string, Words>> = {
  'entry-form': { name: 'Form of the order', sentence: 'The order is not what the guards were told.' },
  'trading-off': { name: 'Trading switch', sentence: 'Trading was switched off.' },
  'not-reconciled': { name: 'Books compared', sentence: 'Books and venue had not been compared yet.' },
  journal: { name: 'Journal', sentence: 'The journal could not be written.' },
  latch: { name: 'Latches', sentence: 'A latch was set; only a person clears one.' },
  'system-health': { name: 'System health', sentence: 'A part of the program was not well.' },
  'instrument-trading': { name: 'Instrument trading', sentence: 'The venue did not trade the instrument.' },
  'stale-mark': { name: 'Mark price age', sentence: 'The mark price was too old.' },
  'stale-candle': { name: 'Candle age', sentence: 'The newest closed candle was too old.' },
  'venue-silent': { name: 'Venue silence', sentence: 'The venue had not been heard for too long.' },
  'unresolved-order': { name: 'Unresolved orders', sentence: 'The outcome of an earlier order was not known.' },
  'foreign-quantity': { name: 'Foreign quantity', sentence: 'Somebody else held the instrument on this account.' },
  'margin-use': { name: 'Margin use', sentence: 'Too much of the margin would have been in use.' },
  'daily-loss': { name: 'Day loss', sentence: 'The day had lost as much as it may.' },
  'pre-trade-loss': { name: 'Loss if all stops hit', sentence: 'With this entry, all stops together could have lost more than the day may.' },
  drawdown: { name: 'Drawdown', sentence: 'Equity was too far below its high.' },
  'liquidation-distance': { name: 'Liquidation distance', sentence: 'Liquidation would have been too near the price, against the stop and the daily range.' },
  'funding-against': { name: 'Funding against the side', sentence: 'Too much funding was to be paid within the expected hold.' },
  'order-rate': { name: 'Order rate', sentence: 'Too many orders within a minute.' },
  'notional-order': { name: 'Order size', sentence: 'The order was larger than one may be.' },
  'notional-instrument': { name: 'Size per instrument', sentence: 'Too much would have been held in the instrument.' },
  'notional-total': { name: 'Total size', sentence: 'Too much would have been held in all.' },
  'group-exposure': { name: 'Correlated exposure', sentence: 'Instruments that move together could have lost too much at their stops.' },
  'loss-streak': { name: 'Loss streak', sentence: 'Too many losses in a row: first the size is halved, then entries pause.' },
  slippage: { name: 'Slippage', sentence: 'The last entries slipped far more than assumed.' },
}

export const guardWords = (guard: string): Words => GUARDS[guard] ?? { name: guard, sentence: '' }

export const STEPS: Readonly<Record<FunnelStep['step'], string>> = {
  decisions: 'Decisions made', forecast: 'Everything needed was known', payable: 'The target could pay the costs', positive: 'Expected value above the minimum', 'above-margin': 'Likely enough, by the margin',
  free: 'Nothing held there', sized: 'Large enough to trade', allowed: 'Allowed by every guard', entered: 'Entered',
}

export const RIVALS: Readonly<Record<RivalRow['rival'], Words>> = {
  nothing: { name: 'Do nothing', sentence: 'The deposit as cash.' },
  hold: { name: 'Buy and hold', sentence: 'The deposit spread evenly over the instruments, each bought at its first candle, without costs.' },
  random: { name: 'Random entries', sentence: 'Side and moment by chance, about as often; barriers, size, guards and costs as the strategy’s. The range is the least and the most of its runs.' },
}

export const REGIMES: Readonly<Record<string, string>> = { '-1': 'BTC falling', '0': 'BTC sideways', '1': 'BTC rising', unknown: 'not known' }
export const WEEKDAYS: readonly string[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
