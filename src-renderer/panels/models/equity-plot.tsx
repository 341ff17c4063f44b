import type { JSX } from 'react'
import type { EvaluationReport } from '../../../src-shared/contract/evaluation-views.ts'
import { Plot, roundTicks } from '../../charts/plot.tsx'
import { percent } from '../../format/number.ts'
import { date } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { rangeOf } from './reliability-plot.tsx'

/** Equity of the policy over the test parts, after costs, inside its interval. */
export function EquityPlot({ equity }: Pick<EvaluationReport, 'equity'>): JSX.Element {
  const { time } = equity
  const [first = 1] = equity.value
  const [value, low, high] = [equity.value, equity.low, equity.high].map((values) => values.map((each) => each / first - 1)) as [number[], number[], number[]]
  if (time.length < 2) return <p className="hint">{t('equity-plot.none')}</p>
  const [least, most] = rangeOf([0, ...value, ...low, ...high], [-0.01, 0.01])
  const [from, to] = [time[0]!, time.at(-1)!]
  const x = { low: from, high: to, ticks: [0.1, 0.5, 0.9].map((part) => from + part * (to - from)).map((at) => ({ at, text: date(at) })) }
  const y = { low: least, high: most, ticks: roundTicks(least, most, 5).map((at) => ({ at, text: percent(at, 1, true) })) }
  return (
    <Plot label={t('equity-plot.text', { net: percent(value.at(-1) ?? null, 2, true) })} x={x} y={y} draw={(scales) => {
      const points = (values: readonly number[]): readonly string[] => values.map((each, i) => `${scales.x(time[i]!)},${scales.y(each)}`)
      return (
        <>
          {low.length === time.length && <polygon className="plot-band" points={[...points(high), ...points(low).toReversed()].join(' ')} />}
          <line className="plot-even" x1={scales.x(from)} x2={scales.x(to)} y1={scales.y(0)} y2={scales.y(0)} />
          <polyline className="plot-line" points={points(value).join(' ')} />
        </>
      )
    }} />
  )
}
