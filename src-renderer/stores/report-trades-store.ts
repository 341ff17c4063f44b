import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { ReportTrades } from '../../src-shared/contract/backtest-report.ts'
import { readReportTrades } from './commands.ts'

/** One trade of a report: a row of its columns. */
export type ReportTrade = { readonly [K in keyof ReportTrades]: ReportTrades[K][number] }

interface Trades {
  readonly runId: string | undefined
  /** Those that were read so far. */
  readonly rows: readonly ReportTrade[]
  readonly isComplete: boolean
  readonly problem: unknown
}

/** More than these are in the file that a person may export, and not in the table. */
export const TRADES_SHOWN_MAX = 20_000
/** At a time: checking and drawing what one answer brings takes a few milliseconds. */
const PIECE = 500
const NONE: Trades = { runId: undefined, rows: [], isComplete: false, problem: undefined }

/** The trades of the report that is looked at. */
export const useReportTrades: UseBoundStore<StoreApi<Trades>> = create<Trades>(() => NONE)

/** Reads all of them once, piece by piece; those of another run are forgotten. */
export function loadReportTrades(runId: string): void {
  const { runId: known, problem } = useReportTrades.getState()
  if (known === runId && problem === undefined) return
  useReportTrades.setState({ ...NONE, runId })
  void readOn(runId).catch((reason: unknown) => useReportTrades.getState().runId === runId && useReportTrades.setState({ problem: reason }))
}

async function readOn(runId: string): Promise<void> {
  for (let first = 0; first < TRADES_SHOWN_MAX; first += PIECE) {
    const trades = await readReportTrades({ runId, first, count: PIECE })
    if (useReportTrades.getState().runId !== runId) return
    const added = trades ? rowsOf(trades) : []
    useReportTrades.setState(({ rows }) => ({ rows: [...rows, ...added], isComplete: added.length < PIECE }))
    if (added.length < PIECE) return
  }
  useReportTrades.setState({ isComplete: true })
}

function rowsOf(trades: ReportTrades): readonly ReportTrade[] {
  const names = Object.keys(trades) as (keyof ReportTrades)[]
  return trades.entryId.map((_, i) => Object.fromEntries(names.map((name) => [name, trades[name][i]])) as unknown as ReportTrade)
}
