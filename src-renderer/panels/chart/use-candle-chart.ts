import { useEffect, useRef, useState, type RefObject } from 'react'
import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { CandleChart, type Hover, type Seen } from '../../charts/candle-chart.ts'
import { marksOf } from '../../charts/trade-marks.ts'
import { language } from '../../i18n/text.ts'
import { loadWhole, lookAt, useChartData, type ChartData } from '../../stores/chart-data-store.ts'
import { usePositions } from '../../stores/positions-store.ts'
import { useTrades } from '../../stores/trades-store.ts'
import { chartMove } from './chart-keys.ts'

const LOCALES = { en: 'en-GB', ko: 'ko-KR' } as const

interface Places {
  readonly chart: RefObject<HTMLDivElement | null>
  readonly labels: RefObject<HTMLDivElement | null>
}

/** What is under the crosshair of one chart. It changes with every move of the mouse, so only what shows it reads it. */
export type UseHover = UseBoundStore<StoreApi<{ readonly hover: Hover | undefined }>>

interface ChartHandle {
  readonly chart: CandleChart | undefined
  readonly useHover: UseHover
  /** The newest bar is out of sight. */
  readonly isAway: boolean
  readonly onKey: (event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'preventDefault'>) => void
}

/** A chart in its place, fed from the stores for as long as it is there. */
export function useCandleChart(places: Places): ChartHandle {
  const [chart, setChart] = useState<CandleChart>()
  const [useHover] = useState((): UseHover => create<{ readonly hover: Hover | undefined }>(() => ({ hover: undefined })))
  const [isAway, setAway] = useState(false)
  const wantsOldest = useRef(false)

  useEffect(() => {
    const place = places.chart.current
    const labels = places.labels.current
    if (!place || !labels) return
    let made: CandleChart | undefined
    const ended = new AbortController()
    const begin = (): void => {
      if (ended.signal.aborted) return
      made = new CandleChart({ chart: place, labels }, LOCALES[language()], { onHover: (hover) => useHover.setState({ hover }), onSeen: (seen) => look(seen, setAway) })
      feed(made, ended.signal, wantsOldest)
      setChart(made)
    }
    // Text on a canvas does not flow anew when its font comes later.
    document.fonts.load('11px "Pretendard Variable"').then(begin, begin)
    return () => {
      ended.abort()
      made?.remove()
      setChart(undefined)
      useHover.setState({ hover: undefined })
    }
  }, [places.chart, places.labels, useHover])

  const onKey: ChartHandle['onKey'] = (event) => {
    const move = chartMove(event)
    if (!move || !chart) return
    event.preventDefault()
    if (move.kind === 'oldest') return goToOldest(chart, wantsOldest)
    if (move.kind === 'newest') return chart.toNewest()
    if (move.kind === 'pan') chart.pan(move.by)
    else chart.zoom(move.by)
  }
  return { chart, useHover, isAway, onKey }
}

function look(seen: Seen, setAway: (isAway: boolean) => void): void {
  lookAt(seen.first)
  setAway(!seen.hasNewest)
}

/** All there is has to be here first. */
function goToOldest(chart: CandleChart, wantsOldest: RefObject<boolean>): void {
  if (!useChartData.getState().more) return chart.toOldest()
  wantsOldest.current = true
  loadWhole()
}

function feed(chart: CandleChart, signal: AbortSignal, wantsOldest: RefObject<boolean>): void {
  let decimals: number | undefined
  const show = (data: ChartData): void => {
    if (!data.subject) return
    if (decimals !== data.priceDecimals) chart.formatPrices(data.priceDecimals)
    decimals = data.priceDecimals
    chart.show({ bars: data.bars, decisions: data.decisions, forming: data.forming, intervalMs: data.subject.intervalMs })
    if (!wantsOldest.current || data.more || data.isLoadingOlder) return
    wantsOldest.current = false
    chart.toOldest()
  }
  const mark = (): void => {
    const instrumentId = useChartData.getState().subject?.instrumentId
    const own = <T extends { readonly instrumentId: string }>(rows: readonly T[] | undefined): readonly T[] => (rows ?? []).filter((row) => row.instrumentId === instrumentId)
    chart.showMarks(marksOf(own(useTrades.getState().rows), own(usePositions.getState().value)))
  }
  const ends = [
    useChartData.subscribe((data, before) => {
      show(data)
      if (data.subject?.instrumentId !== before.subject?.instrumentId) mark()
    }),
    useTrades.subscribe(mark),
    usePositions.subscribe(mark),
  ]
  signal.addEventListener('abort', () => ends.forEach((end) => end()))
  show(useChartData.getState())
  mark()
}
