import type { FaultKind } from '../faults.ts'

/** By name: the numbers of the list of faults that the program must survive, and what it does. */
const KINDS = {
  'order-unavailable': ['F19', 'orders are refused with 503 "Service Unavailable."; none is executed'],
  'order-internal': ['F19', 'orders are refused with 503 "Internal error; unable to process your request. Please try again."; none is executed'],
  'order-unknown': ['F19', 'orders are answered with 503 "Unknown error" and are not executed'],
  'order-unknown-executed': ['F18', 'orders are answered with 503 "Unknown error" though they were executed'],
  'order-throttled': ['F21', '-1008 to whatever may open; what reduces or cancels passes'],
  'order-lost': ['F4', 'the connection is cut after an order was executed'],
  'order-1006': ['F20', 'orders are answered with -1006 though they were executed'],
  'order-1007': ['F20', 'orders are answered with 408 and -1007 though they were executed'],
  'order-late': ['F5', 'orders reach the matching engine too late: -5028'],
  'order-hidden': ['F23', 'a new order cannot be found for `ms` (5000): -2013, nor cancelled: -2011'],
  'algo-hidden': ['F23', 'a new conditional order cannot be found for `ms` (800)'],
  'algo-stuck': ['F28', 'conditional orders stay in TRIGGERING: no order comes of them, and cancelling answers -2011'],
  'algo-moved': ['F28', 'conditional orders are refused with a code that nobody has heard of'],
  'cancel-refused': ['F24', 'cancelling answers -2011 though the order is live and stays so'],
  'cancel-too-late': ['F26', 'a resting order is filled just before it is cancelled: -2011'],
  'partial-expiry': ['F25', 'a market order fills by half and its rest expires'],
  'event-lost': ['F14', 'the fills of orders are missing in the user stream'],
  'event-twice': ['F12', 'messages of the user stream come twice'],
  'event-reordered': ['F13', 'the order of an execution comes before its account, and the hint last'],
  'user-silent': ['F10', 'the user stream stays connected and tells nothing'],
  'funding-event-missing': ['F36', 'funding is booked but not told in the user stream'],
  'funding-missing': ['F36', 'funding is neither booked nor told'],
  'key-expiry': ['F37', 'the listen key expires now'],
  'key-revoked': ['F16 F41', 'every call with a key is refused: -2015, with the address in the text'],
  liquidation: ['F33', 'the position in `symbol` is closed by force, by an order of the venue'],
  deleveraging: ['F33', 'half of the position in `symbol` is taken away for somebody else, by an order of the venue'],
  'hand-trade': ['F34', 'a person trades `value` of `symbol` elsewhere; negative sells'],
  'margin-outside': ['F35', 'a person changes how `symbol` is margined elsewhere'],
  'mode-outside': ['F35', 'a person changes the position mode elsewhere'],
  'leverage-outside': ['F35', 'a person sets the leverage of `symbol` to `value` elsewhere'],
  'departed-status': ['', 'a departure: filled orders are called DONE'],
  'departed-field': ['', 'a departure: order replies have no executedQty'],
  'departed-amount': ['', 'a departure: fees and margins are told with two decimals'],
  'departed-route': ['', 'a departure: open orders cannot be asked for at their path: a page says 404'],
} as const

export type TradingFault = keyof typeof KINDS

/** What may go wrong on the trading side. */
export const TRADING_FAULTS: readonly FaultKind[] = Object.entries(KINDS).map(([name, [numbers, says]]) => ({ name, numbers, says }))
