import type { GroupName, GroupRow, ReportCosts, ReportSummary } from '../../src-shared/contract/backtest-report.ts'
import { amountAsFloat } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, MONEY_DECIMALS, type Amount } from '../../src-shared/domain/units.ts'
import type { RecordedTrade } from './trade-recorder.ts'

/** A trade in its regime. */
export type PlacedTrade = RecordedTrade & { readonly regime: -1 | 0 | 1 | null }

/** Exact for sums beyond what a safe integer holds. */
export function moneyText(amount: bigint | number): string {
  const digits = String(amount).replace('-', '').padStart(MONEY_DECIMALS + 1, '0')
  const fraction = digits.slice(-MONEY_DECIMALS).replace(/0+$/, '')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -MONEY_DECIMALS)}${fraction ? `.${fraction}` : ''}`
}

export const sumOf = (trades: readonly RecordedTrade[], part: (trade: RecordedTrade) => number): bigint => trades.reduce((total, trade) => total + BigInt(part(trade)), 0n)

export function costsOf(trades: readonly RecordedTrade[]): ReportCosts {
  const part = (of: (trade: RecordedTrade) => number): string => moneyText(sumOf(trades, of))
  return {
    gross: part(({ gross }) => gross), slippage: part(({ slippage }) => slippage), fees: part(({ trade }) => trade.fees), funding: part(({ trade }) => trade.funding),
    net: part(({ net }) => net), notional: part(({ trade }) => Math.abs(trade.entryCost)),
  }
}

type TradeFigures = Pick<ReportSummary, 'trades' | 'won' | 'breakEvenShare' | 'profitFactor' | 'holdMinutes'>

export function figuresOf(trades: readonly RecordedTrade[]): TradeFigures {
  const nets = trades.map(({ net }) => amountAsFloat(net))
  const [gains, losses] = [nets.filter((net) => net > 0), nets.filter((net) => net < 0)]
  const [gained, lost] = [add(gains), -add(losses)]
  const [gain, loss] = [gained / gains.length, lost / losses.length]
  return {
    trades: trades.length, won: gains.length, breakEvenShare: gains.length > 0 && losses.length > 0 ? loss / (gain + loss) : null, profitFactor: losses.length > 0 ? gained / lost : null,
    holdMinutes: trades.length > 0 ? add(trades.map(({ trade }) => trade.closedAt - trade.openedAt)) / trades.length / MINUTE_MS : null,
  }
}

const add = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Hour and weekday are of the entry, UTC; 1 January 1970 was a Thursday. */
const KEYS: Readonly<Record<GroupName, (trade: PlacedTrade) => string>> = {
  side: ({ trade }) => trade.side,
  instrument: ({ trade }) => trade.instrumentId,
  regime: ({ regime }) => (regime === null ? 'unknown' : String(regime)),
  hour: ({ trade }) => String(Math.floor(trade.openedAt / HOUR_MS) % 24),
  weekday: ({ trade }) => String(((Math.floor(trade.openedAt / DAY_MS) + 3) % 7) + 1),
  exit: ({ trade }) => trade.exitReason,
}

export function groupsOf(trades: readonly PlacedTrade[]): Readonly<Record<GroupName, readonly GroupRow[]>> {
  const { side, instrument, regime, hour, weekday, exit } = KEYS
  return { side: rowsBy(trades, side), instrument: rowsBy(trades, instrument), regime: rowsBy(trades, regime), hour: rowsBy(trades, hour), weekday: rowsBy(trades, weekday), exit: rowsBy(trades, exit) }
}

function rowsBy(trades: readonly PlacedTrade[], keyOf: (trade: PlacedTrade) => string): GroupRow[] {
  const groups = new Map<string, PlacedTrade[]>()
  for (const trade of trades) {
    const members = groups.get(keyOf(trade))
    if (members) members.push(trade)
    else groups.set(keyOf(trade), [trade])
  }
  return Array.from(groups, ([key, members]) => rowOf(key, members)).toSorted(byKey)
}

function rowOf(key: string, trades: readonly PlacedTrade[]): GroupRow {
  const costs = sumOf(trades, ({ slippage, trade }) => slippage + trade.fees + trade.funding)
  return {
    key, trades: trades.length, won: trades.filter(({ net }) => net > 0).length,
    gross: moneyText(sumOf(trades, ({ gross }) => gross)), costs: moneyText(costs), net: moneyText(sumOf(trades, ({ net }) => net)),
  }
}

/** Numbers as numbers, names as names. */
function byKey({ key: a }: GroupRow, { key: b }: GroupRow): number {
  const difference = Number(a) - Number(b)
  if (!Number.isNaN(difference)) return difference
  return a < b ? -1 : 1
}

/** Part of the time in which anything was held. */
export function exposureOf(trades: readonly RecordedTrade[], { openSince, from, to }: { readonly openSince: readonly number[]; readonly from: number; readonly to: number }): number {
  const spans = [...trades.map(({ trade }) => [trade.openedAt, trade.closedAt] as const), ...openSince.map((since) => [since, to] as const)].toSorted(([a], [b]) => a - b)
  let [held, until] = [0, from]
  for (const [start, end] of spans) {
    held += Math.max(0, end - Math.max(start, until))
    until = Math.max(until, end)
  }
  return to > from ? Math.min(1, held / (to - from)) : 0
}

/** Of all trades but those that `isOut` names. */
export const netWithout = (trades: readonly RecordedTrade[], isOut: (trade: RecordedTrade) => boolean): Amount => Number(sumOf(trades, (trade) => (isOut(trade) ? 0 : trade.net))) as Amount
