import './replay.css'
import { LocateFixed, Pause, Play, StepForward } from 'lucide-react'
import type { JSX } from 'react'
import type { PaceChange, PaceView } from '../../../src-shared/contract/market-views.ts'
import { date, zoneName } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { changePace } from '../../stores/commands.ts'
import { useConnection } from '../../stores/connection-store.ts'
import { usePace } from '../../stores/pace-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { useClick } from '../../ui/use-click.ts'
import { ReplayTimeline } from './replay-timeline.tsx'

const SPEEDS = [1, 10, 60, 300, 1_000] as const
const MINUTES_5 = 300_000

/** How simulated time runs. In a replay with the whole record; in a demo, which has no end, only the speed. */
export function ReplayBar(): JSX.Element | null {
  const mode = useWorkstation(({ value }) => value?.mode)
  const hasEnded = useWorkstation(({ value }) => value?.phase === 'ended')
  const pace = usePace(({ value }) => value)
  const isLost = useConnection(({ state }) => state !== 'open')
  if (mode !== 'replay' && mode !== 'demo') return null
  const isReplay = mode === 'replay'
  return (
    <section className={`replay-bar ${isReplay ? '' : 'small'}`} aria-label={t(isReplay ? 'replay.title' : 'replay.title-demo')}>
      {pace ? <Controls pace={pace} isReplay={isReplay} hasEnded={hasEnded} off={isLost ? t('risk.refused.lost') : hasEnded ? t('replay.ended') : undefined} /> : <p className="quiet" role="status">{t('replay.waiting')}</p>}
    </section>
  )
}

interface ControlsProps {
  readonly pace: PaceView
  readonly isReplay: boolean
  readonly hasEnded: boolean
  /** Why nothing can be pressed. */
  readonly off: string | undefined
}

function Controls({ pace, isReplay, hasEnded, off }: ControlsProps): JSX.Element {
  const { paused, speed, time, from, to } = pace
  return (
    <>
      <PaceButton change={{ kind: paused ? 'play' : 'pause' }} label={t(paused ? 'replay.play' : 'replay.pause')} keys={isReplay ? 'Space' : undefined} isMain off={off}>{paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}</PaceButton>
      <PaceButton change={{ kind: 'step' }} label={t('replay.step')} keys={isReplay ? 'ArrowRight' : undefined} off={off}><StepForward aria-hidden="true" /></PaceButton>
      <Speeds speed={speed} hasMax={isReplay} off={off} />
      <NextDecision off={off} />
      {from !== null && to !== null && <ReplayTimeline span={{ from, to }} time={time} />}
      {from !== null && to !== null ? <Progress time={time} from={from} to={to} state={hasEnded ? 'ended' : paused ? 'paused' : 'running'} /> : <span className="spring" />}
    </>
  )
}

interface PaceButtonProps {
  readonly change: PaceChange
  readonly label: string
  /** Works wherever the focus is, in a replay. */
  readonly keys: string | undefined
  readonly isMain?: boolean
  readonly off: string | undefined
  readonly children: JSX.Element
}

function PaceButton({ change, label, keys, isMain, off, children }: PaceButtonProps): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => changePace(requestId, change))
  const title = off ?? problem ?? label
  return <button type="button" className={`icon ${isMain ? 'primary' : ''} ${problem ? 'problem' : ''}`} aria-label={label} title={title} aria-keyshortcuts={keys} aria-busy={busy} disabled={off !== undefined} onClick={press}>{children}</button>
}

function NextDecision({ off }: Pick<PaceButtonProps, 'off'>): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => changePace(requestId, { kind: 'next-decision' }))
  const title = off ?? problem ?? t('replay.next-decision-hint')
  return <button type="button" className={problem ? 'problem' : ''} title={title} aria-busy={busy} disabled={off !== undefined} onClick={press}><LocateFixed aria-hidden="true" />{t('replay.next-decision')}</button>
}

interface SpeedsProps extends Pick<PaceButtonProps, 'off'> {
  readonly speed: number | null
  readonly hasMax: boolean
}

function Speeds({ speed, hasMax, off }: SpeedsProps): JSX.Element {
  return (
    <span className="segments" role="group" aria-label={t('replay.speed')}>
      {SPEEDS.map((each) => <Speed key={each} speed={each} isShown={speed === each} off={off} />)}
      {hasMax && <Speed speed={null} isShown={speed === null} off={off} />}
    </span>
  )
}

function Speed({ speed, isShown, off }: Pick<SpeedsProps, 'speed' | 'off'> & { readonly isShown: boolean }): JSX.Element {
  const { busy, problem, press } = useClick((requestId) => changePace(requestId, { kind: 'speed', speed }))
  const title = off ?? problem ?? (speed === null ? t('replay.max-hint') : undefined)
  return <button type="button" className={problem ? 'problem' : ''} aria-pressed={isShown} aria-busy={busy} title={title} disabled={off !== undefined} onClick={press}>{speed === null ? t('replay.max') : t('replay.times', { count: speed })}</button>
}

interface ProgressProps {
  readonly time: number
  readonly from: number
  readonly to: number
  readonly state: 'ended' | 'paused' | 'running'
}

function Progress({ time, from, to, state }: ProgressProps): JSX.Element {
  const base = useStatus(({ value }) => value?.decisionIntervalMs ?? MINUTES_5)
  const all = Math.floor((to - from) / base)
  const done = Math.min(all, Math.max(0, Math.floor((time - from) / base)))
  return (
    <span className="replay-progress">
      <span><b>{date(time)}</b> <span className="quiet">{zoneName(time)}</span></span>
      <span className="under">{t('replay.candles', { done: done.toLocaleString('en-US'), all: all.toLocaleString('en-US') })} · {t(`replay.${state}`)}</span>
    </span>
  )
}
