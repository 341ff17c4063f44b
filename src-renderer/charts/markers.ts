import { createSeriesMarkers, type IChartApi, type ISeriesApi, type ISeriesMarkersPluginApi, type Logical, type SeriesMarker, type Time } from 'lightweight-charts'
import type { DrawnWindow } from './drawn-window.ts'
import type { Palette } from './palette.ts'
import { thinned } from './thin.ts'
import { marksWithin, type TradeMark } from './trade-marks.ts'

/** Texts nearer than this cover each other. */
const TEXT_DISTANCE = 40

interface Placed {
  readonly mark: TradeMark
  readonly index: number
  readonly x: number
  readonly rank: number
}

/** Entries and exits on the candles that are seen. */
export class TradeMarkers {
  readonly #chart: IChartApi
  readonly #markers: ISeriesMarkersPluginApi<Time>
  #drawn = ''

  constructor(chart: IChartApi, candles: ISeriesApi<'Candlestick'>) {
    this.#chart = chart
    this.#markers = createSeriesMarkers(candles, [], { autoScale: true, zOrder: 'aboveSeries' })
  }

  /** Draws them when they are not those that are drawn. */
  show(marks: readonly TradeMark[], window: DrawnWindow, palette: Palette): void {
    const placed = this.#placed(marks, window)
    const texts = thinned(placed, TEXT_DISTANCE)
    const wanted = placed.map((each) => markerOf(each, window, palette, texts.has(each)))
    const key = JSON.stringify(wanted)
    if (key === this.#drawn) return
    this.#drawn = key
    this.#markers.setMarkers(wanted)
  }

  #placed(marks: readonly TradeMark[], window: DrawnWindow): readonly Placed[] {
    const scale = this.#chart.timeScale()
    const range = scale.getVisibleLogicalRange()
    if (!range) return []
    const first = window.bar(Math.max(0, Math.floor(range.from)))
    const last = window.bar(Math.min(window.count - 1, Math.ceil(range.to)))
    if (!first || !last) return []
    return marksWithin(marks, first.openTime, last.openTime + window.intervalMs).map((mark) => {
      const index = window.indexAt(mark.time)
      return { mark, index, x: scale.logicalToCoordinate(index as Logical) ?? 0, rank: mark.rank }
    })
  }
}

/** An entry points the way it goes, from the side it comes from; an exit is a square beyond. */
function markerOf({ mark, index }: Placed, window: DrawnWindow, palette: Palette, hasText: boolean): SeriesMarker<Time> {
  const isLong = mark.side === 'long'
  const isEntry = mark.kind === 'entry'
  return {
    time: window.shown(index),
    position: isLong === isEntry ? 'belowBar' : 'aboveBar',
    shape: isEntry ? (isLong ? 'arrowUp' : 'arrowDown') : 'square',
    color: mark.tone === 'none' ? palette.text2 : palette[mark.tone],
    id: mark.entryId,
    size: isEntry ? 1 : 0.8,
    ...(hasText ? { text: mark.text } : {}),
  }
}
