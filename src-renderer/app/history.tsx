import { useState, type JSX, type KeyboardEvent } from 'react'
import { Fills } from '../panels/fills/fills.tsx'
import { Orders } from '../panels/orders/orders.tsx'
import { Trades } from '../panels/trades/trades.tsx'

const TABS = [['trades', 'Round trips', Trades], ['orders', 'Orders', Orders], ['fills', 'Fills', Fills]] as const
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }

/** What was done: round trips, orders and fills, one at a time. */
export function History(): JSX.Element {
  const [shown, setShown] = useState(0)
  const move = (event: KeyboardEvent): void => {
    const next = (shown + (STEPS[event.key] ?? 0)) % TABS.length
    if (next === shown) return
    setShown(next)
    document.getElementById(`tab-${TABS[next]?.[0]}`)?.focus()
  }
  const [name, title, Body] = TABS[shown] ?? TABS[0]
  return (
    <section className="panel panel-history" aria-label="History">
      <div className="tabs" role="tablist" aria-label="History" onKeyDown={move}>
        {TABS.map(([id, label], i) => (
          <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={i === shown} aria-controls="history-body" tabIndex={i === shown ? 0 : -1} onClick={() => setShown(i)}>{label}</button>
        ))}
      </div>
      <div className="panel-body" id="history-body" role="tabpanel" aria-labelledby={`tab-${name}`} aria-label={title} tabIndex={0}><Body /></div>
    </section>
  )
}
