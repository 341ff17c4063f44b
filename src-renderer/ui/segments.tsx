import { useRef, type JSX, type KeyboardEvent } from 'react'

export interface Segment<Value> {
  readonly value: Value
  readonly text: string
}

interface SegmentsProps<Value> {
  readonly label: string
  /** Names the choices for good, so that the focus is found again when everything is drawn in another language. */
  readonly id?: string
  readonly value: Value
  readonly segments: readonly Segment<Value>[]
  readonly onChoose: (value: Value) => void
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** One of a few, side by side. One Tab stop; the arrows choose. */
export function Segments<Value>({ label, id, value, segments, onChoose }: SegmentsProps<Value>): JSX.Element {
  const group = useRef<HTMLDivElement>(null)
  const chosen = segments.findIndex((segment) => segment.value === value)
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const next = step && segments[(chosen + step + segments.length) % segments.length]
    if (!next) return
    event.preventDefault()
    onChoose(next.value)
    group.current?.querySelectorAll('button')[segments.indexOf(next)]?.focus()
  }
  return (
    <div className="segments" role="radiogroup" aria-label={label} ref={group} onKeyDown={move}>
      {segments.map((segment, i) => (
        <button key={segment.text} type="button" role="radio" id={id === undefined ? undefined : `${id}-${i}`} aria-checked={i === chosen} tabIndex={i === Math.max(0, chosen) ? 0 : -1} onClick={() => onChoose(segment.value)}>{segment.text}</button>
      ))}
    </div>
  )
}
