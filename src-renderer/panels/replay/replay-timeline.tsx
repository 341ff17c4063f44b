import { ShieldAlert } from 'lucide-react'
import { memo, useMemo, type JSX } from 'react'
import type { EquityPoint } from '../../../src-shared/contract/views.ts'
import { decimated } from '../../charts/decimate.ts'
import { percent, signedMoney } from '../../format/number.ts'
import { date, hourMinute, offsetAt, stamp } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { t } from '../../i18n/text.ts'
import { useEquity } from '../../stores/equity-store.ts'
import { useLog } from '../../stores/log-store.ts'
import { useTrades } from '../../stores/trades-store.ts'
import { timelineMarks, timelineTicks, type Span, type TimelineMark } from './timeline.ts'

interface TimelineProps {
  readonly span: Span
  readonly time: number
}

/** The record from end to end: what is past, where it stands, and what happened on the way. Nothing of what is to come is known. */
export function ReplayTimeline({ span, time }: TimelineProps): JSX.Element {
  const part = Math.min(1, Math.max(0, (time - span.from) / Math.max(1, span.to - span.from)))
  const text = t('replay.at', { time: stamp(time), part: percent(part, 1) })
  return (
    <div className="timeline" role="meter" aria-label={t('replay.timeline')} aria-valuemin={0} aria-valuemax={1} aria-valuenow={part} aria-valuetext={text}>
      <div className="timeline-past" style={{ width: `${part * 100}%` }} />
      <Past span={span} />
      <Marks span={span} />
      <Ticks from={span.from} to={span.to} covered={Math.round(part * 50)} />
      <div className="timeline-now" style={{ left: `${part * 100}%` }}><span>{hourMinute(time)}</span></div>
    </div>
  )
}

const HEIGHT = 26
const CURVE_POINTS = 240

/** The equity so far, pale, so that one sees where something happened. */
function Past({ span }: { readonly span: Span }): JSX.Element {
  const rows = useEquity((state) => state.rows)
  const path = useMemo(() => curveOf(rows ?? [], span), [rows, span])
  return <svg className="timeline-curve" viewBox={`0 0 1000 ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true"><path d={path} /></svg>
}

function curveOf(rows: readonly EquityPoint[], { from, to }: Span): string {
  const points = decimated(rows.map(({ time, equity }) => ({ time, value: Number(equity) })), CURVE_POINTS)
  const values = points.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const y = (value: number): number => HEIGHT - 3 - ((value - low) / Math.max(high - low, 1e-9)) * (HEIGHT - 6)
  return points.map(({ time, value }, i) => `${i === 0 ? 'M' : 'L'}${(((time - from) / Math.max(1, to - from)) * 1_000).toFixed(1)} ${y(value).toFixed(1)}`).join('')
}

function Marks({ span }: { readonly span: Span }): JSX.Element {
  const trades = useTrades(({ rows }) => rows)
  const log = useLog(({ rows }) => rows)
  const marks = useMemo(() => timelineMarks(trades ?? [], log ?? [], span), [trades, log, span])
  return <>{marks.map((mark) => <Mark key={mark.key} mark={mark} />)}</>
}

const Mark = memo(({ mark }: { readonly mark: TimelineMark }): JSX.Element => (
  <span className={`timeline-mark timeline-${mark.kind}`} style={{ left: `${mark.part * 100}%` }} title={markText(mark)}>
    {mark.kind === 'alarm' && <ShieldAlert aria-hidden="true" />}
  </span>
))

function markText({ time, trade, alarm }: TimelineMark): string {
  if (trade) return t('replay.trade', { instrument: trade.instrumentId, side: t(trade.side), net: signedMoney(trade.net), time: stamp(time) })
  return alarm ? `${toldText(alarm)}, ${stamp(time)}` : stamp(time)
}

const TICKS_MAX = 10
const DAY_MS = 86_400_000

/** Those that the present would cover are left out. `covered` is its place in fiftieths of the whole. */
const Ticks = memo(({ from, to, covered }: Span & { readonly covered: number }): JSX.Element => {
  const isShort = to - from <= 2 * DAY_MS
  const partOf = (time: number): number => (time - from) / Math.max(1, to - from)
  const ticks = timelineTicks({ from, to }, offsetAt(from), TICKS_MAX).filter((time) => Math.abs(partOf(time) * 50 - covered) > 2)
  return <>{ticks.map((time) => <span key={time} className="timeline-tick" style={{ left: `${partOf(time) * 100}%` }} aria-hidden="true">{isShort ? hourMinute(time) : date(time).slice(5)}</span>)}</>
})
