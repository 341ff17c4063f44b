import type { JSX } from 'react'
import type { ReliabilityPoint, ValueDecilePoint } from '../../../src-shared/contract/evaluation-views.ts'
import { Plot, roundTicks } from '../../charts/plot.tsx'
import { float, percent } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'

/** What was said against what came true: on the line it can be believed. */
export function ReliabilityPlot({ points }: { readonly points: readonly ReliabilityPoint[] }): JSX.Element {
  const shown = points.filter(({ rows }) => rows > 0)
  const [low, high] = rangeOf(shown.flatMap((point) => [point.forecast, point.low, point.high]), [0, 1])
  const axis = { low, high, ticks: roundTicks(low, high, 5).map((at) => ({ at, text: float(at, 2) })) }
  return (
    <Plot label={t('reliability.text', { points: shown.length })} x={{ ...axis, title: t('reliability.said') }} y={{ ...axis, title: t('reliability.happened') }} draw={({ x, y }) => (
      <>
        <line className="plot-even" x1={x(low)} y1={y(low)} x2={x(high)} y2={y(high)} />
        <polyline className="plot-line" points={shown.map(({ forecast, observed }) => `${x(forecast)},${y(observed)}`).join(' ')} />
        {shown.map((point) => <g key={point.forecast}><line className="plot-spread" x1={x(point.forecast)} x2={x(point.forecast)} y1={y(point.low)} y2={y(point.high)} /><circle className="plot-dot" cx={x(point.forecast)} cy={y(point.observed)} r={3} /></g>)}
      </>
    )} />
  )
}

/** Rows from the lowest expected value to the highest, and what came of them: the right ones should stand above zero. */
export function DecilesPlot({ points }: { readonly points: readonly ValueDecilePoint[] }): JSX.Element {
  const [low, high] = rangeOf([0, ...points.flatMap(({ expected, net, interval }) => [expected, net, interval?.low ?? net, interval?.high ?? net])], [-0.001, 0.001])
  const x = { low: 0.4, high: points.length + 0.6, ticks: points.map((_, i) => ({ at: i + 1, text: String(i + 1) })), title: t('deciles.x') }
  const y = { low, high, ticks: roundTicks(low, high, 5).map((at) => ({ at, text: percent(at, 2, true) })), title: t('deciles.y') }
  return (
    <Plot label={t('deciles.text')} x={x} y={y} draw={(scales) => points.map(({ expected, net, interval }, i) => {
      const middle = scales.x(i + 1)
      const half = Math.max(2, (scales.x(2) - scales.x(1)) * 0.3)
      return (
        <g key={i}>
          <rect className={net >= 0 ? 'bar-up' : 'bar-down'} x={middle - half} width={2 * half} y={Math.min(scales.y(0), scales.y(net))} height={Math.max(1, Math.abs(scales.y(0) - scales.y(net)))} />
          {interval && <line className="plot-spread" x1={middle} x2={middle} y1={scales.y(interval.low)} y2={scales.y(interval.high)} />}
          <line className="plot-said" x1={middle - half} x2={middle + half} y1={scales.y(expected)} y2={scales.y(expected)} />
        </g>
      )
    })} />
  )
}

/** A little room around all values. */
export function rangeOf(values: readonly number[], otherwise: readonly [number, number]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (!(high > low)) return otherwise
  const room = (high - low) * 0.05
  return [low - room, high + room]
}
