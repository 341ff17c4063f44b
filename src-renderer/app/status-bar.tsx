import { BrainCircuit, Fingerprint, HardDrive, ShieldCheck, ShieldX } from 'lucide-react'
import type { JSX } from 'react'
import { age } from '../format/time.ts'
import { float } from '../format/number.ts'
import { plural, t } from '../i18n/text.ts'
import { useAge } from '../stores/clock-store.ts'
import { useConnection } from '../stores/connection-store.ts'
import { usePositions } from '../stores/positions-store.ts'
import { useStatus } from '../stores/status-store.ts'
import { toast } from '../stores/toast-store.ts'
import { useVitals } from '../stores/vitals-store.ts'
import { useWorkstation } from '../stores/workstation-store.ts'

/** How the machine is: engine, journal, stops; and what it is, for whoever has to tell it. */
export function StatusBar(): JSX.Element {
  return (
    <footer className="status-bar">
      <EnginePart />
      <JournalPart />
      <StopsPart />
      <DecisionsPart />
      <span className="spring" />
      <ConfigurationPart />
      <MemoryPart />
    </footer>
  )
}

function EnginePart(): JSX.Element {
  const connection = useConnection(({ state }) => state)
  const turn = useVitals(({ value }) => value?.turnMs ?? null)
  const open = connection === 'open'
  return (
    <span>
      <i className={`dot dot-${open ? 'fresh' : 'dead'}`} />
      {open ? (turn === null ? t('status.engine') : t('status.engine-turn', { turn: t('unit.ms', { count: float(turn, turn < 10 ? 1 : 0) }) })) : t(`status.engine-${connection}`)}
    </span>
  )
}

function JournalPart(): JSX.Element | null {
  const written = useAge(useVitals(({ value }) => value?.journalledAt ?? null))
  return written === null ? null : <span><HardDrive aria-hidden="true" />{t('status.journal', { age: age(written) })}</span>
}

function StopsPart(): JSX.Element | null {
  const count = usePositions(({ value }) => value?.length)
  const verified = usePositions(({ value }) => value?.filter(({ stopVerified }) => stopVerified).length ?? 0)
  const connected = useConnection(({ state }) => state === 'open')
  if (count === undefined) return null
  if (count === 0) return <span><ShieldCheck aria-hidden="true" />{t('status.flat')}</span>
  const values = { positions: plural('shell.positions', count), verified, count }
  if (verified < count) return <span className="danger"><ShieldX aria-hidden="true" />{t('status.stops', values)}</span>
  return <span><ShieldCheck aria-hidden="true" />{t(connected ? 'status.stops' : 'status.stops-were', values)}</span>
}

function DecisionsPart(): JSX.Element | null {
  const decisions = useVitals(({ value }) => value?.decisions)
  const isRunning = useWorkstation(({ value }) => (value?.mode ?? null) !== null)
  return decisions === undefined || !isRunning ? null : <span className="roomy"><BrainCircuit aria-hidden="true" />{plural('status.decisions', decisions)}</span>
}

/** A click copies the whole hash. */
function ConfigurationPart(): JSX.Element | null {
  const hash = useStatus(({ value }) => value?.configHash)
  if (hash === undefined) return null
  const copy = (): void => void navigator.clipboard.writeText(hash).then(() => toast({ tone: 'ok', text: t('status.configuration-copied') }))
  return <button type="button" className="ghost small" title={t('status.configuration-title', { hash })} onClick={copy}><Fingerprint aria-hidden="true" /><code>{t('status.configuration', { hash: hash.slice(0, 8) })}</code></button>
}

function MemoryPart(): JSX.Element | null {
  const memory = useVitals(({ value }) => value?.memoryMb)
  return memory === undefined ? null : <span className="roomy">{t('status.memory', { memory: float(memory, 0) })}</span>
}
