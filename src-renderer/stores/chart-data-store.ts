import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { Bar, Bars } from '../charts/bars.ts'
import type { Decisions } from '../charts/decisions.ts'
import { CandleFeed, type CandleSubject } from './candle-feed.ts'
import { useCandles } from './candles-store.ts'
import { readCandles, readDecisions } from './commands.ts'
import { useConnection } from './connection-store.ts'
import { DecisionFeed } from './decision-feed.ts'
import { useDecisions } from './decisions-store.ts'
import { useMarket } from './market-store.ts'
import { useSelection } from './selection-store.ts'
import { useStatus } from './status-store.ts'
import type { Rows } from './topic-stores.ts'

/** What the chart of this window draws. `bars` and `decisions` grow in place; `version` rises whenever anything is different. */
export interface ChartData {
  /** Undefined until there is a market to look at. */
  readonly subject: CandleSubject | undefined
  readonly bars: Bars
  readonly decisions: Decisions
  readonly newest: Bar | undefined
  readonly forming: Bar | undefined
  readonly state: CandleFeed['state']
  readonly problem: unknown
  readonly priceDecimals: number
  /** Older candles are there. */
  readonly more: boolean
  readonly isLoadingOlder: boolean
  readonly version: number
}

const BASE_MS = 300_000
/** Older candles are asked for before they are seen. */
const CANDLES_AHEAD = 1_500
const DECISIONS_AHEAD = 200
/** On long intervals decisions are not read further back than so many candles. */
const DECISIONS_MAX = 50_000
const WHOLE_PAGE = 10_000

const candles = new CandleFeed({ read: readCandles, changed: () => publish() })
const decisions = new DecisionFeed({ read: readDecisions, changed: () => publish() })
let subject: CandleSubject | undefined
let wantsAll = false

const snapshot = (version: number): ChartData => ({
  subject, bars: candles.bars, decisions: decisions.decisions, newest: candles.bars.newest(), forming: candles.forming, state: candles.state, problem: candles.problem,
  priceDecimals: candles.priceDecimals, more: candles.more, isLoadingOlder: candles.isLoadingOlder, version,
})

export const useChartData: UseBoundStore<StoreApi<ChartData>> = create<ChartData>(() => snapshot(0))

function publish(): void {
  takeMark()
  if (wantsAll && !candles.isLoadingOlder) {
    wantsAll = candles.more && candles.state === 'ready'
    if (wantsAll) return candles.older(WHOLE_PAGE)
  }
  useChartData.setState(({ version }) => snapshot(version + 1))
}

/** The chart looks at bars from this one on, by its number among all. */
export function lookAt(first: number): void {
  const { bars } = candles
  if (!subject || bars.length === 0) return
  if (first < CANDLES_AHEAD) candles.older()
  const oldest = bars.openTime(Math.min(bars.length - 1, Math.max(0, first - DECISIONS_AHEAD)))
  const newest = bars.openTime(bars.length - 1)
  decisions.need(Math.max(oldest, newest - DECISIONS_MAX * subject.baseMs))
}

/** Reads all there is of the past, page by page. */
export function loadWhole(): void {
  wantsAll = true
  candles.older(WHOLE_PAGE)
}

export const retryCandles = (): void => candles.retry()

let opened = ''

/** The one a person chose while it is there, else the first of the watchlist. */
function instrumentOf(): string | undefined {
  const market = useMarket.getState().value
  const { instrumentId } = useSelection.getState()
  return (market?.find((row) => row.instrumentId === instrumentId) ?? market?.[0])?.instrumentId
}

/** What was read of another session, instrument or interval is void. */
function openWhenOther(): void {
  const instrumentId = instrumentOf()
  const { intervalMs } = useSelection.getState()
  const { resets, rows } = useCandles.getState()
  const baseMs = useStatus.getState().value?.decisionIntervalMs ?? BASE_MS
  const key = [instrumentId, intervalMs, baseMs, resets, useDecisions.getState().resets].join()
  if (instrumentId === undefined || rows === undefined || key === opened) return
  opened = key
  wantsAll = false
  subject = { instrumentId, intervalMs: Math.max(intervalMs, baseMs), baseMs }
  decisions.open(instrumentId)
  candles.open(subject)
}

function takeMark(): boolean {
  const row = useMarket.getState().value?.find(({ instrumentId }) => instrumentId === subject?.instrumentId)
  return row?.mark != null && row.asOf !== null && candles.mark(row.asOf, Number(row.mark))
}

/** What a topic has more than before; all of it when nothing of that is left. */
function added<T>(now: Rows<T>, before: Rows<T>): readonly T[] {
  const { rows = [] } = now
  const last = before.rows?.at(-1)
  return last === undefined ? rows : rows.slice(rows.lastIndexOf(last) + 1)
}

for (const store of [useSelection, useMarket, useCandles, useDecisions, useStatus]) store.subscribe(openWhenOther)
useCandles.subscribe((now, before) => candles.take(added(now, before)))
useDecisions.subscribe((now, before) => decisions.take(added(now, before)))
useMarket.subscribe(() => {
  if (takeMark()) publish()
})
useConnection.subscribe(({ state }, before) => {
  if (state === 'open' && before.state !== 'open') candles.retry()
})
