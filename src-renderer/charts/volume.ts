import type { IChartApi, ISeriesPrimitive, Time } from 'lightweight-charts'
import type { DrawnWindow } from './drawn-window.ts'
import { drawing, type Pixels } from './drawing.ts'
import { faded, type Palette } from './palette.ts'
import { slots } from './slots.ts'

/** The part of the pane that the largest column fills. */
const HEIGHT = 0.14

interface VolumeParts {
  readonly chart: IChartApi
  readonly window: () => DrawnWindow | undefined
  readonly palette: () => Palette
}

/** Traded quantities as columns at the foot of the candles, measured against the largest that is seen. */
export function volumeColumns({ chart, window, palette }: VolumeParts): ISeriesPrimitive<Time> {
  const draw = ({ context, bitmapSize, horizontalPixelRatio }: Pixels): void => {
    const columns = visibleColumns(chart, window(), horizontalPixelRatio)
    const largest = Math.max(...columns.map(({ volume }) => volume), Number.MIN_VALUE)
    const { upCandle, downCandle } = palette()
    const fills = [faded(downCandle, 0.3), faded(upCandle, 0.3)] as const
    for (const { left, width, volume, rises } of columns) {
      const height = Math.round((volume / largest) * bitmapSize.height * HEIGHT)
      context.fillStyle = fills[rises ? 1 : 0]
      context.fillRect(left, bitmapSize.height - height, width, height)
    }
  }
  return drawing({ order: 'bottom', draw })
}

interface Column {
  readonly left: number
  readonly width: number
  readonly volume: number
  readonly rises: boolean
}

function visibleColumns(chart: IChartApi, window: DrawnWindow | undefined, ratio: number): readonly Column[] {
  const columns: Column[] = []
  if (!window) return columns
  for (const { index, left, width } of slots(chart, window.count, ratio)) {
    const { volume, open, close } = window.bar(index)!
    if (volume > 0) columns.push({ left, width, volume, rises: close >= open })
  }
  return columns
}
