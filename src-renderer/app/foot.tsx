import type { JSX } from 'react'
import { signedMoney } from '../format/number.ts'
import { useStatus } from '../stores/status-store.ts'

export function Foot(): JSX.Element {
  const status = useStatus(({ value }) => value)
  return (
    <footer>
      {status && <span>Account <code>{status.accountId}</code></span>}
      {status && <span>Realised {signedMoney(status.realized)} · fees {signedMoney(status.fees)} · funding {signedMoney(status.funding)} {status.asset}</span>}
      {status && <span>Configuration <code title={status.configHash}>{status.configHash.slice(0, 8)}</code></span>}
      <span className="spring" />
      <span>Charts: Lightweight Charts™ by TradingView</span>
    </footer>
  )
}
