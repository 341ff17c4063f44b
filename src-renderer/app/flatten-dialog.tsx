import { useEffect, useRef, type JSX } from 'react'
import type { PositionRow } from '../../src-shared/contract/views.ts'
import { quantity, signedMoney } from '../format/number.ts'
import { flatten } from '../stores/commands.ts'
import { dismissFlatten, useFlattenQuestion } from '../stores/flatten-store.ts'
import { usePositions } from '../stores/positions-store.ts'
import { useClick } from './ui/use-click.ts'

/** Asks before positions are closed. Esc and the first button keep them. */
export function FlattenDialog(): JSX.Element | null {
  const instrumentId = useFlattenQuestion((question) => question.instrumentId)
  return instrumentId === undefined ? null : <Question instrumentId={instrumentId} />
}

function Question({ instrumentId }: { readonly instrumentId: string | null }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const all = usePositions(({ value }) => value) ?? []
  const { busy, problem, press } = useClick((requestId) => flatten(requestId, instrumentId), dismissFlatten)
  const positions = all.filter((position) => instrumentId === null || position.instrumentId === instrumentId)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby="flatten-title" onClose={dismissFlatten}>
      <h2 id="flatten-title">{title(positions, instrumentId)}</h2>
      <ul>
        {positions.map((position) => <li key={position.entryId}><b>{position.instrumentId}</b> {position.side} {quantity(position.quantity)} <span className="quiet">{signedMoney(position.unrealized)} {position.asset}</span></li>)}
      </ul>
      <p className="quiet">Only the quantity Haetae itself opened is closed. What else is on this account stays untouched.</p>
      {problem !== undefined && <p className="problem" role="alert">{problem}</p>}
      <div className="buttons">
        <button type="button" onClick={() => dialog.current?.close()}>Keep positions</button>
        <button type="button" className="danger filled" disabled={busy} onClick={press}>{instrumentId === null ? 'Close all' : `Close ${instrumentId}`}</button>
      </div>
    </dialog>
  )
}

function title(positions: readonly PositionRow[], instrumentId: string | null): string {
  if (instrumentId !== null) return `Close ${instrumentId} at market?`
  if (positions.length === 0) return 'No open position is known. Close whatever the engine holds?'
  return positions.length === 1 ? 'Close the one position at market?' : `Close all ${positions.length} positions at market?`
}
