import type { JSX } from 'react'
import type { Histogram, SideName } from '../../../src-shared/contract/learning-views.ts'
import { Plot, roundTicks } from '../../charts/plot.tsx'
import { percent } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'

interface HistogramPlotProps {
  readonly title: string
  readonly of: Readonly<Record<SideName, Histogram>>
  readonly text: (value: number) => string
}

const SIDES = ['long', 'short'] as const

/** How often a value came, long above the line and short below it. */
export function HistogramPlot({ title, of, text }: HistogramPlotProps): JSX.Element {
  const edges = of.long.edges
  const [low = 0, high = 1] = [edges[0], edges.at(-1)]
  const share = ({ counts }: Histogram): readonly number[] => {
    const all = counts.reduce((sum, count) => sum + count, 0)
    return counts.map((count) => (all === 0 ? 0 : count / all))
  }
  const shares = { long: share(of.long), short: share(of.short) }
  const most = Math.max(0.01, ...shares.long, ...shares.short)
  const x = { low, high, ticks: roundTicks(low, high, 6).map((at) => ({ at, text: text(at) })) }
  const y = { low: -most, high: most, ticks: [-most, 0, most].map((at) => ({ at, text: percent(Math.abs(at), 0) })), title }
  return (
    <Plot label={t('labels.histogram', { title })} x={x} y={y} draw={(scales) => SIDES.map((side) => (
      <g key={side} className={`bars-${side}`}>
        {shares[side].map((part, i) => {
          const [left, right] = [scales.x(edges[i]!), scales.x(edges[i + 1]!)]
          const [top, bottom] = side === 'long' ? [scales.y(part), scales.y(0)] : [scales.y(0), scales.y(-part)]
          return <rect key={edges[i]} x={left + 0.5} y={top} width={Math.max(1, right - left - 1)} height={Math.max(0, bottom - top)} />
        })}
      </g>
    ))} />
  )
}
