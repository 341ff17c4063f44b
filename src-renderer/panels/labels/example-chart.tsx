import type { JSX } from 'react'
import type { LabelExample } from '../../../src-shared/contract/learning-views.ts'
import { Plot, roundTicks, type Scales } from '../../charts/plot.tsx'
import { float, percent } from '../../format/number.ts'
import { stamp } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'

/** One labelled entry on its candles: where it began, where its barriers stood, where it ended. */
export function ExampleChart({ example }: { readonly example: LabelExample }): JSX.Element {
  const { bars, entry, takeProfit, stop, exit, entryTime, horizonEnd, outcome, net } = example
  const prices = [takeProfit, stop, entry, exit, ...bars.flatMap(({ low, high }) => [low, high])]
  const [least, most] = [Math.min(...prices), Math.max(...prices)]
  const room = (most - least) * 0.06
  const decimals = Math.max(0, Math.min(6, 4 - Math.floor(Math.log10(most))))
  const from = bars[0]?.time ?? entryTime
  const x = { low: from, high: horizonEnd, ticks: [0.08, 0.36, 0.64, 0.92].map((part) => from + part * (horizonEnd - from)).map((at) => ({ at, text: stamp(at) })) }
  const y = { low: least - room, high: most + room, ticks: roundTicks(least, most, 6).map((at) => ({ at, text: float(at, decimals) })) }
  const text = t('labels.example-text', { instrument: example.instrumentId, side: t(example.side), outcome: t(`labels.outcome.${outcome}`), net: percent(net, 2, true) })
  return (
    <figure className="example-chart">
      <figcaption>{text}</figcaption>
      <Plot label={text} x={x} y={y} draw={(scales) => <Drawing example={example} scales={scales} />} />
    </figure>
  )
}

function Drawing({ example, scales: { x, y } }: { readonly example: LabelExample; readonly scales: Scales }): JSX.Element {
  const { bars, entry, takeProfit, stop, exit, entryTime, exitTime, horizonEnd } = example
  const width = Math.max(1.5, ((x(bars.at(-1)?.time ?? 0) - x(bars[0]?.time ?? 0)) / Math.max(1, bars.length - 1)) * 0.62)
  return (
    <>
      <rect className="example-gain" x={x(entryTime)} width={x(exitTime) - x(entryTime)} y={Math.min(y(takeProfit), y(entry))} height={Math.abs(y(takeProfit) - y(entry))} />
      <rect className="example-loss" x={x(entryTime)} width={x(exitTime) - x(entryTime)} y={Math.min(y(stop), y(entry))} height={Math.abs(y(stop) - y(entry))} />
      {bars.map(({ time, open, high, low, close }) => {
        const middle = x(time) + width / 2
        return (
          <g key={time} className={close >= open ? 'bar-up' : 'bar-down'}>
            <line x1={middle} x2={middle} y1={y(high)} y2={y(low)} />
            <rect x={x(time)} width={width} y={y(Math.max(open, close))} height={Math.max(1, Math.abs(y(open) - y(close)))} />
          </g>
        )
      })}
      {([['tp', takeProfit], ['entry', entry], ['sl', stop]] as const).map(([name, price]) => <line key={name} className={`level-${name}`} x1={x(entryTime)} x2={x(horizonEnd)} y1={y(price)} y2={y(price)} />)}
      <circle className="example-entry" cx={x(entryTime)} cy={y(entry)} r={4} />
      <circle className="example-exit" cx={x(exitTime)} cy={y(exit)} r={4} />
    </>
  )
}
