import { Play, Square } from 'lucide-react'
import type { JSX } from 'react'
import { age, countdown } from '../../format/time.ts'
import { plural, t } from '../../i18n/text.ts'
import { useClock, useEngineNow } from '../../stores/clock-store.ts'
import { startTrading, stopTrading } from '../../stores/commands.ts'
import { useConnection } from '../../stores/connection-store.ts'
import { usePace } from '../../stores/pace-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { useClick } from '../../ui/use-click.ts'
import { tradingState, type TradingState } from './trading-state.ts'

const TONES: Readonly<Record<TradingState, 'danger' | 'warn' | 'quiet' | ''>> = {
  lost: 'danger', connecting: 'quiet', 'not-ready': 'quiet', 'exits-only': 'danger', latched: 'warn', ended: 'quiet', paused: 'quiet', on: '', off: 'quiet',
}

/** Starts and stops what opens positions, and says what the engine may do right now. */
export function TradingSwitch(): JSX.Element {
  const connected = useConnection((connection) => connection.state)
  const trading = useStatus(({ value }) => value?.trading ?? false)
  const ready = useStatus(({ value }) => value?.ready ?? false)
  const { busy, problem, press } = useClick(trading ? stopTrading : startTrading)
  const state = useTradingState()
  const invites = state === 'off'
  return (
    <div className="trading">
      <button type="button" className={invites ? 'primary' : ''} disabled={busy || connected !== 'open' || !ready} title={ready ? t(trading ? 'trading.stop-effect' : 'trading.start-effect') : t('trading.not-ready-note')} onClick={press}>
        {trading ? <Square className="small-icon" aria-hidden="true" /> : <Play aria-hidden="true" />}
        {t(trading ? 'trading.stop' : 'trading.start')}
      </button>
      <div className="trading-state" role="status">
        <b className={TONES[state]}>{t(`trading.${state}`)}</b>
        {problem === undefined ? <Note state={state} /> : <span className="problem" role="alert" title={problem} data-shortens>{problem}</span>}
      </div>
    </div>
  )
}

function useTradingState(): TradingState {
  const connected = useConnection((connection) => connection.state)
  const status = useStatus(({ value }) => value)
  const workstation = useWorkstation(({ value }) => value)
  const paused = usePace(({ value }) => value?.paused ?? false)
  return tradingState({ connected, status, workstation, paused })
}

function Note({ state }: { readonly state: TradingState }): JSX.Element {
  const latches = useStatus(({ value }) => value?.latches.length ?? 0)
  if (state === 'on') return <NextDecision />
  if (state === 'lost') return <LostFor />
  if (state === 'latched') return <span>{plural('trading.latches', latches)}</span>
  return <span>{t(`trading.${state}-note`)}</span>
}

/** Counts down in the engine's time. Not read aloud: it never ends. */
function NextDecision(): JSX.Element {
  const next = useStatus(({ value }) => value?.nextDecisionAt ?? null)
  const now = useEngineNow()
  const left = next === null || now === null ? '' : countdown(next - now)
  return <span aria-hidden="true">{t('trading.next-decision', { left })}</span>
}

function LostFor(): JSX.Element {
  const since = useConnection((connection) => connection.since)
  const now = useClock((clock) => clock.now)
  return <span>{t('trading.lost-note', { age: age(Math.max(0, now - since)) })}</span>
}
