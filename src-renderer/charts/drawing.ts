import type { IPrimitivePaneRenderer, ISeriesPrimitive, PrimitivePaneViewZOrder, Time } from 'lightweight-charts'

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]
/** A canvas in real pixels, with how many of them a pixel of the page has. */
export type Pixels = Parameters<Parameters<Target['useBitmapCoordinateSpace']>[0]>[0]

interface DrawingParts {
  readonly order: PrimitivePaneViewZOrder
  readonly draw: (pixels: Pixels) => void
  /** Called whenever places on the chart may have changed. */
  readonly moved?: () => void
}

/** Something of our own on a pane of the chart, drawn in the same frame as the rest. */
export function drawing({ order, draw, moved }: DrawingParts): ISeriesPrimitive<Time> {
  const views = [{ zOrder: () => order, renderer: () => ({ draw: (target: Target) => target.useBitmapCoordinateSpace(draw) }) }]
  return { paneViews: () => views, updateAllViews: () => moved?.() }
}
