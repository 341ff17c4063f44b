import type { IChartApi, Logical } from 'lightweight-charts'

interface Slot {
  readonly index: number
  readonly left: number
  readonly width: number
}

/** Where each bar that is seen has its place, in real pixels, with one pixel between neighbours while there is room. */
export function slots(chart: IChartApi, count: number, ratio: number): readonly Slot[] {
  const scale = chart.timeScale()
  const range = scale.getVisibleLogicalRange()
  if (!range || count === 0) return []
  const first = Math.max(0, Math.floor(range.from))
  const last = Math.min(count - 1, Math.ceil(range.to))
  const spacing = (scale.width() / (range.to - range.from + 1)) * ratio
  const origin = (scale.logicalToCoordinate(first as Logical) ?? 0) * ratio - spacing / 2
  const edge = (index: number): number => Math.round(origin + (index - first) * spacing)
  const gap = spacing >= 3 ? Math.max(1, Math.floor(ratio)) : 0
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => ({ index: first + i, left: edge(first + i), width: Math.max(1, edge(first + i + 1) - edge(first + i) - gap) }))
}
