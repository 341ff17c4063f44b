import type { IChartApi, ISeriesPrimitive, Time } from 'lightweight-charts'
import { OUTCOME, type Outcome } from './decisions.ts'
import { drawing, type Pixels } from './drawing.ts'
import type { DrawnWindow } from './drawn-window.ts'
import type { Palette } from './palette.ts'
import { slots } from './slots.ts'

const HEIGHT = 7
const FOOT = 3

interface RibbonParts {
  readonly chart: IChartApi
  readonly window: () => DrawnWindow | undefined
  readonly palette: () => Palette
}

/** What was decided at each bar, as a row of squares at the foot of its pane. */
export function decisionRibbon({ chart, window, palette }: RibbonParts): ISeriesPrimitive<Time> {
  const draw = ({ context, bitmapSize, horizontalPixelRatio, verticalPixelRatio }: Pixels): void => {
    const drawn = window()
    if (!drawn) return
    const colours = coloursOf(palette())
    const height = Math.round(HEIGHT * verticalPixelRatio)
    const top = bitmapSize.height - Math.round(FOOT * verticalPixelRatio) - height
    for (const { index, left, width } of slots(chart, drawn.count, horizontalPixelRatio)) {
      const colour = colours[drawn.decision(index)?.outcome ?? OUTCOME.none]
      if (colour === undefined) continue
      context.fillStyle = colour
      context.fillRect(left, top, width, height)
    }
  }
  return drawing({ order: 'normal', draw })
}

const coloursOf = ({ lineStrong, warn, up, down }: Palette): Readonly<Record<Outcome, string | undefined>> => ({
  [OUTCOME.none]: undefined, [OUTCOME.flat]: lineStrong, [OUTCOME.refused]: warn, [OUTCOME.short]: down, [OUTCOME.long]: up,
})
