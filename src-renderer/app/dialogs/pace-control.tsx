import { Pause, Play } from 'lucide-react'
import type { JSX } from 'react'
import type { PaceChange, PaceView } from '../../../src-shared/contract/market-views.ts'
import { t } from '../../i18n/text.ts'
import { changePace } from '../../stores/commands.ts'
import { Segments, type Segment } from '../../ui/segments.tsx'
import { useClick } from '../../ui/use-click.ts'
import { useRef } from 'react'

const SPEEDS = [1, 10, 60, 300, 1_000]

/** How fast the time of an invented or recorded market runs. A speed that was given on the command line is one of the choices. */
export function PaceControl({ speed, paused }: PaceView): JSX.Element {
  const change = useRef<PaceChange>({ kind: 'play' })
  const { busy, problem, press } = useClick((requestId) => changePace(requestId, change.current))
  const send = (next: PaceChange): void => {
    change.current = next
    press()
  }
  const choices = [...new Set([...SPEEDS, ...(speed === null ? [] : [speed])])].toSorted((a, b) => a - b)
  const segments: Segment<number | null>[] = choices.map((value) => ({ value, text: t('unit.times', { count: value }) }))
  if (speed === null) segments.push({ value: null, text: t('pace.max') })
  return (
    <span className="pace-control">
      <button type="button" className="icon" disabled={busy} aria-label={t(paused ? 'pace.play' : 'pace.pause')} title={t(paused ? 'pace.play' : 'pace.pause')} onClick={() => send({ kind: paused ? 'play' : 'pause' })}>
        {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      </button>
      <Segments label={t('pace.speed')} value={speed} segments={segments} onChoose={(next) => send({ kind: 'speed', speed: next })} />
      {problem !== undefined && <span className="problem" role="alert">{problem}</span>}
    </span>
  )
}
