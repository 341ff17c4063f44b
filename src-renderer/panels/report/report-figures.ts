import type { CSSProperties } from 'react'
import type { BacktestReport, ReportCosts } from '../../../src-shared/contract/backtest-report.ts'

/** Whether the result can be told from chance, by the interval of the net return. */
export type Verdict = 'above' | 'chance' | 'below' | 'nothing' | 'unknown'

export function verdictOf({ summary: { trades, netReturnInterval } }: Pick<BacktestReport, 'summary'>): Verdict {
  if (trades === 0) return 'nothing'
  if (netReturnInterval === null) return 'unknown'
  if (netReturnInterval.low > 0) return 'above'
  return netReturnInterval.high < 0 ? 'below' : 'chance'
}

/** Fees, slippage and funding as a part of what was entered, paid = positive; null: nothing was entered. */
export function costPart({ slippage, fees, funding, notional }: ReportCosts): number | null {
  const entered = Number(notional)
  return entered > 0 ? -(Number(slippage) + Number(fees) + Number(funding)) / entered : null
}

/** The background of a value among others: the farther from zero, the stronger. For the classes `heat-*`. */
export const heat = (value: number, most: number): CSSProperties => ({ '--heat': `${5 + 21 * strength(value, most)}%` }) as CSSProperties

/** How strong a value is among others: 0 to 1. */
export const strength = (value: number, most: number): number => (most > 0 ? Math.min(1, Math.abs(value) / most) : 0)

/** The value in the middle; null of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
