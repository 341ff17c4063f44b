import { useState, type JSX } from 'react'
import type { LatchView } from '../../../src-shared/contract/views.ts'
import { Panel } from '../../app/ui/panel.tsx'
import { useClick } from '../../app/ui/use-click.ts'
import { fullTime, stamp } from '../../format/time.ts'
import { words } from '../../format/words.ts'
import { clearLatch } from '../../stores/commands.ts'
import { useStatus } from '../../stores/status-store.ts'

export function Latches(): JSX.Element {
  const latches = useStatus(({ value }) => value?.latches)
  return (
    <Panel name="latches" title="Latches" note={latches ? `${latches.length} set` : ''}>
      {!latches && <p className="hint" role="status">Waiting for the engine…</p>}
      {latches?.length === 0 && <p className="hint">None is set. A latch stops new entries until a person clears it.</p>}
      {latches?.map((latch) => <LatchCard key={latch.latch} {...latch} />)}
    </Panel>
  )
}

function LatchCard({ latch, reason, setAt }: LatchView): JSX.Element {
  const [typed, setTyped] = useState('')
  const { busy, problem, press } = useClick((requestId) => clearLatch(requestId, latch, typed))
  return (
    <form className="latch" onSubmit={(event) => {
      event.preventDefault()
      press()
    }}>
      <p><b>{words(latch)}</b> <time title={fullTime(setAt)}>{stamp(setAt)}</time></p>
      <p className="quiet">{reason}</p>
      <label><span>Type <code>{latch}</code> to clear it</span>
        <input type="text" autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <button type="submit" className="small" disabled={busy || typed !== latch}>Clear latch</button>
      {problem !== undefined && <p className="problem" role="alert">{problem}</p>}
    </form>
  )
}
