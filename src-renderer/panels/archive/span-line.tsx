import { useRef, type JSX, type PointerEvent } from 'react'
import { percent } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { calendarTicks, dayText, isShort, placeIn, spanOf, type Span } from './span.ts'

interface SpanLineProps {
  /** All that is archived of what is chosen. */
  readonly whole: Span
  /** Dates; '' is the end of what there is. */
  readonly from: string
  readonly to: string
  readonly onChoose: (from: string, to: string) => void
}

const TICKS_MAX = 5
const at = (part: number): string => `${part * 100}%`

/** Where the chosen days lie in what is archived. Dragging along it chooses others; the fields of the dates do the same for a keyboard. */
export function SpanLine({ whole, from, to, onChoose }: SpanLineProps): JSX.Element {
  const begun = useRef<number>(undefined)
  const chosen = spanOf(from, to)
  const [start, end] = [placeIn(whole, chosen?.from ?? whole.from), placeIn(whole, chosen?.to ?? whole.to)]
  const timeAt = ({ clientX, currentTarget }: PointerEvent): number => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return whole.from + Math.min(1, Math.max(0, (clientX - left) / width)) * (whole.to - 1 - whole.from)
  }
  const onPointerDown = (event: PointerEvent): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    begun.current = timeAt(event)
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (begun.current === undefined) return
    const now = timeAt(event)
    onChoose(dayText(Math.min(begun.current, now)), dayText(Math.max(begun.current, now)))
  }
  const onPointerUp = (): void => void (begun.current = undefined)
  return (
    <div className="span-line" role="meter" aria-label={t('archive.chosen')} aria-valuemin={0} aria-valuemax={1} aria-valuenow={Math.max(0, end - start)} aria-valuetext={t('archive.part', { part: percent(Math.max(0, end - start), 0) })} onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={onPointerUp}>
      <i className="span-chosen" style={{ left: at(start), width: at(Math.max(0, end - start)) }} />
      {calendarTicks(whole, TICKS_MAX).filter((time) => placeIn(whole, time) < 0.88).map((time) => <span key={time} style={{ left: at(placeIn(whole, time)) }} aria-hidden="true">{isShort(whole) ? dayText(time).slice(5) : dayText(time).slice(0, 7)}</span>)}
    </div>
  )
}
