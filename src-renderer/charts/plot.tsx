import { useEffect, useRef, useState, type JSX, type ReactNode } from 'react'

interface Axis {
  readonly low: number
  readonly high: number
  /** Where a line and a number stand. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
  readonly title?: string | undefined
}

/** From values to places on the drawing, in pixels. */
export interface Scales {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

interface PlotProps {
  /** What a reader hears instead of looking. */
  readonly label: string
  readonly x: Axis
  readonly y: Axis
  readonly draw: (scales: Scales) => ReactNode
}

const MARGIN = { left: 50, right: 20, top: 10, bottom: 34 }

/** A small drawing with two axes, as large as the place it stands in. For some dozens of marks; thousands belong on a canvas. */
export function Plot({ label, x, y, draw }: PlotProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(place)
  const scales: Scales = {
    x: (value) => MARGIN.left + ((value - x.low) / (x.high - x.low || 1)) * (width - MARGIN.left - MARGIN.right),
    y: (value) => height - MARGIN.bottom - ((value - y.low) / (y.high - y.low || 1)) * (height - MARGIN.top - MARGIN.bottom),
  }
  const right = width - MARGIN.right
  return (
    <div className="plot" ref={place}>
      {width > 80 && height > 80 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {y.ticks.map(({ at, text }) => <g key={at}><line className="plot-grid" x1={MARGIN.left} x2={right} y1={scales.y(at)} y2={scales.y(at)} /><text x={MARGIN.left - 6} y={scales.y(at) + 4} textAnchor="end">{text}</text></g>)}
          {x.ticks.map(({ at, text }) => <text key={at} x={scales.x(at)} y={height - MARGIN.bottom + 15} textAnchor="middle">{text}</text>)}
          {x.title !== undefined && <text x={right} y={height - 4} textAnchor="end">{x.title}</text>}
          {y.title !== undefined && <text x={MARGIN.left + 4} y={MARGIN.top + 8}>{y.title}</text>}
          {draw(scales)}
        </svg>
      )}
    </div>
  )
}

function useSize(place: { readonly current: HTMLElement | null }): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    if (!place.current) return
    const observer = new ResizeObserver(([entry]) => entry && setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) }))
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [place])
  return size
}

/** Round numbers from `low` to `high`, at most so many. */
export function roundTicks(low: number, high: number, most: number): readonly number[] {
  const rough = (high - low) / Math.max(1, most)
  if (!(rough > 0)) return [low]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? 10 * power
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step)
}
