import { Archive, BrainCircuit, CircleCheckBig, Compass, Fingerprint, Gauge, HardDrive, ListChecks, Radio, ShieldCheck, Sprout, Timer, WifiOff, type LucideIcon } from 'lucide-react'
import { useRef, type JSX, type KeyboardEvent } from 'react'
import { plural, t } from '../../i18n/text.ts'
import { ModeBadge } from '../../ui/mode-badge.tsx'

export type Choosable = 'demo' | 'replay' | 'paper'

const CHOOSABLE: readonly Choosable[] = ['demo', 'replay', 'paper']
const POINTS: Readonly<Record<Choosable, readonly LucideIcon[]>> = { demo: [WifiOff, Sprout, Timer, Gauge], replay: [Archive, Fingerprint, ListChecks, BrainCircuit], paper: [Radio, ShieldCheck, HardDrive, BrainCircuit] }
const FACTS = ['prices', 'money', 'network', 'closing'] as const
const BACK: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowUp'])
const KEYS: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])

interface ModeCardsProps {
  readonly mode: Choosable
  readonly onChoose: (mode: Choosable) => void
  /** Instruments in the archive; undefined until it was read. */
  readonly archived: number | undefined
}

/** The modes that are there, and those that are not, with the reason. */
export function ModeCards({ mode, onChoose, archived }: ModeCardsProps): JSX.Element {
  const cards = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent): void => {
    if (!KEYS.has(event.key)) return
    event.preventDefault()
    const step = BACK.has(event.key) ? CHOOSABLE.length - 1 : 1
    const other = CHOOSABLE[(CHOOSABLE.indexOf(mode) + step) % CHOOSABLE.length]!
    onChoose(other)
    cards.current?.querySelector<HTMLElement>(`#card-${other}`)?.focus()
  }
  return (
    <div className="mode-cards">
      <div className="mode-choices" role="radiogroup" aria-label={t('first.title')} ref={cards} onKeyDown={move}>
        {CHOOSABLE.map((choice) => <Card key={choice} mode={choice} chosen={choice === mode} onChoose={onChoose} note={choice === 'replay' && archived !== undefined ? plural('first.archived', archived) : undefined} />)}
      </div>
      <section className="mode-card coming" aria-label={t('mode.live')}>
        <ModeBadge mode="live" />
        <p><b>{t('first.card.live')}</b> {t('first.why-not.live')}</p>
        <span className="quiet">{t('first.not-yet')}</span>
      </section>
    </div>
  )
}

interface CardProps {
  readonly mode: Choosable
  readonly chosen: boolean
  readonly note: string | undefined
  readonly onChoose: (mode: Choosable) => void
}

function Card({ mode, chosen, note, onChoose }: CardProps): JSX.Element {
  return (
    <button type="button" className="mode-card" id={`card-${mode}`} role="radio" aria-checked={chosen} tabIndex={chosen ? 0 : -1} onClick={() => onChoose(mode)}>
      <span className="card-head">
        <ModeBadge mode={mode} />
        {mode === 'demo' && <span className="chip chip-quiet"><Compass aria-hidden="true" />{t('first.recommended')}</span>}
        <span className="spring" />
        {chosen && <CircleCheckBig className="card-check" aria-hidden="true" />}
      </span>
      <b>{t(`first.card.${mode}`)}</b>
      <span className="card-points">
        {POINTS[mode].map((Icon, i) => <span key={i}><Icon aria-hidden="true" />{t(`first.point.${mode}.${String(i + 1) as '1' | '2' | '3' | '4'}`)}</span>)}
      </span>
      {note !== undefined && <span className="card-note">{note}</span>}
      <span className="card-facts">
        {FACTS.map((fact) => <span key={fact}><span>{t(`mode-fact.${fact}`)}</span><span>{t(`mode-fact.${fact}.${mode}`)}</span></span>)}
      </span>
    </button>
  )
}
