import { OctagonX } from 'lucide-react'
import { useEffect, useRef, useState, type JSX, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import { t } from '../i18n/text.ts'
import { ARMED_MS, HOLD_MS, holdStep, type HoldEvent, type HoldPhase } from './hold.ts'

interface HoldButtonProps {
  /** While it rests: 'Hold to close all'. */
  readonly text: string
  readonly busy: boolean
  readonly onHeld: () => void
}

const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches
const isHoldKey = ({ key }: KeyboardEvent): boolean => key === 'Enter' || key === ' '

/** Does what cannot be taken back: by pointer or Enter it has to be held, by a screen reader or without motion pressed twice. */
export function HoldButton({ text, busy, onHeld }: HoldButtonProps): JSX.Element {
  const [phase, setPhase] = useState<HoldPhase>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const take = (event: HoldEvent, from: HoldPhase): void => {
    clearTimeout(timer.current)
    const next = holdStep(from, event)
    setPhase(next.phase)
    if (next.phase === 'holding') timer.current = setTimeout(() => take('held', 'holding'), HOLD_MS)
    if (next.phase === 'armed') timer.current = setTimeout(() => take('lapsed', 'armed'), ARMED_MS)
    if (next.fires) onHeld()
  }
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button === 0 && !still()) take('down', phase)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isHoldKey(event)) return
    if (still() && !event.repeat) return
    // Without the default there is no click at the end of it.
    event.preventDefault()
    if (!event.repeat) take('down', phase)
  }
  /** Only what was no pointer and no held key comes here as a press of its own. */
  const onClick = (event: MouseEvent): void => {
    if (event.detail === 0 || still()) take('press', phase)
  }
  const letGo = (): void => take('up', phase)
  return (
    <button
      type="button" className={`large danger filled hold ${phase}`} disabled={busy} data-first-focus aria-live="polite"
      onPointerDown={onPointerDown} onPointerUp={letGo} onPointerLeave={letGo} onPointerCancel={letGo} onKeyDown={onKeyDown} onKeyUp={letGo} onBlur={letGo} onClick={onClick}
    >
      <i className="hold-progress" />
      <OctagonX aria-hidden="true" />
      <span>{phase === 'armed' ? t('hold.again') : text}</span>
    </button>
  )
}
