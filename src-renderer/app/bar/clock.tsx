import type { JSX } from 'react'
import { clock, fullTime, monthDay, utcMinute, zoneName } from '../../format/time.ts'
import { useEngineNow } from '../../stores/clock-store.ts'
import { useStatus } from '../../stores/status-store.ts'

/** The engine's time, which in demo and replay is not today's: then the day stands beside it. */
export function Clock(): JSX.Element | null {
  const now = useEngineNow()
  const simulated = useStatus(({ value }) => value?.mode === 'demo' || value?.mode === 'replay')
  if (now === null) return null
  const zone = zoneName(now)
  return (
    <div className="clock" title={fullTime(now)}>
      <b>{clock(now)}</b>
      <span>{simulated && `${monthDay(now)} · `}{zone}{zone !== 'UTC' && <span className="roomy"> · {utcMinute(now)}</span>}</span>
    </div>
  )
}
