import { useEffect, type JSX, type ReactNode } from 'react'
import type { StatusView } from '../../src-shared/contract/views.ts'
import { DASH, money, percent, signedMoney, signOf, type Sign } from '../format/number.ts'
import { clock, date } from '../format/time.ts'
import { startTrading, stopTrading } from '../stores/commands.ts'
import { useConnection } from '../stores/connection-store.ts'
import { askToFlatten } from '../stores/flatten-store.ts'
import { useStatus } from '../stores/status-store.ts'
import { useClick } from './ui/use-click.ts'

const CONNECTION_NAMES = { connecting: 'Connecting', open: 'Connected', lost: 'Connection lost', locked: 'New link needed' } as const

/** The account before everything else: mode, switch, equity, day, margin, clock, way out. */
export function TopBar(): JSX.Element {
  const status = useStatus(({ value }) => value)
  const connection = useConnection(({ state }) => state)
  const mode = status?.mode.toUpperCase()
  useEffect(() => {
    document.title = mode === undefined ? 'Haetae' : `${mode} · Haetae`
  }, [mode])
  return (
    <header className="top">
      <h1>Haetae</h1>
      <span className="mode-badge" role="status" aria-label="Mode">{mode ?? DASH}</span>
      {status && <TradingSwitch {...status} />}
      {status && <Account {...status} />}
      <span className="spring" />
      <Metric label="Engine" value={<span className={`link link-${connection}`}>{CONNECTION_NAMES[connection]}</span>} />
      {status && <Metric label={date(status.time)} value={`${clock(status.time)} UTC`} />}
      <button type="button" className="danger" disabled={connection !== 'open'} onClick={() => askToFlatten(null)}>Flatten all…</button>
    </header>
  )
}

function Account({ asset, equity, dayResult, marginUse, tradeCount }: StatusView): JSX.Element {
  return (
    <>
      <Metric label={`Equity ${asset}`} value={money(equity)} />
      <Metric label="Day result" sign={signOf(dayResult)} value={signedMoney(dayResult)} />
      <Metric label="Margin use" value={percent(marginUse, 1)} />
      <Metric label="Round trips" value={String(tradeCount)} />
    </>
  )
}

function TradingSwitch(status: StatusView): JSX.Element {
  const connected = useConnection(({ state }) => state === 'open')
  const { busy, problem, press } = useClick(status.trading ? stopTrading : startTrading)
  const trouble = problem === undefined ? undefined : <span className="problem" role="alert">{problem}</span>
  return (
    <div className="switch">
      <button type="button" className={status.trading ? '' : 'primary'} disabled={busy || !connected} onClick={press}>{status.trading ? 'Stop trading' : 'Start trading'}</button>
      <div className="metric"><b>{tradingState(status)}</b>{trouble ?? <span className="quiet">{tradingHint(status)}</span>}</div>
    </div>
  )
}

function tradingState({ ready, trading }: StatusView): string {
  if (!ready) return 'Getting ready'
  return trading ? 'Trading on' : 'Trading off'
}

function tradingHint({ trading, latches }: StatusView): string {
  if (latches.length > 0) return `Entries stopped, latches set: ${latches.length}`
  return trading ? 'Guards may still refuse' : 'Exits and stops go on'
}

function Metric({ label, value, sign = 'none' }: { readonly label: string; readonly value: ReactNode; readonly sign?: Sign }): JSX.Element {
  return <div className="metric"><span className="quiet">{label}</span><b className={sign}>{value}</b></div>
}
