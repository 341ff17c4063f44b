import type { JSX } from 'react'
import { Panel } from '../../app/ui/panel.tsx'
import { clock, fullTime } from '../../format/time.ts'
import { useLog } from '../../stores/log-store.ts'

const SHOWN_MAX = 150
const LEVELS = { info: '', warn: 'Warning', alarm: 'Alarm' } as const

export function Log(): JSX.Element {
  const rows = useLog((state) => state.rows)
  const first = Math.max(0, (rows?.length ?? 0) - SHOWN_MAX)
  return (
    <Panel name="log" title="Event log" note="UTC">
      {!rows && <p className="hint" role="status">Waiting for the engine…</p>}
      {rows?.length === 0 && <p className="hint">Nothing has happened yet.</p>}
      <ol className="log">
        {rows?.slice(first).map((row, i) => (
          <li key={first + i} className={`log-${row.level}`} title={`${fullTime(row.time)} · ${row.code}`}>
            <time>{clock(row.time)}</time>
            <span>{LEVELS[row.level] && <b>{LEVELS[row.level]}: </b>}{row.text}</span>
          </li>
        )).toReversed()}
      </ol>
    </Panel>
  )
}
