import { OctagonX } from 'lucide-react'
import type { JSX, ReactNode } from 'react'
import type { PositionRow } from '../../../src-shared/contract/views.ts'
import { sumOf } from '../../format/exact.ts'
import { quantity, signedMoney, signOf } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { flatten } from '../../stores/commands.ts'
import { dismissDialog } from '../../stores/dialog-store.ts'
import { usePositions } from '../../stores/positions-store.ts'
import { toast } from '../../stores/toast-store.ts'
import { SideChip } from '../../ui/chip.tsx'
import { Dialog, Facts } from '../../ui/dialog.tsx'
import { HoldButton } from '../../ui/hold-button.tsx'
import { useClick } from '../../ui/use-click.ts'

/** Asks before positions are closed at market. It opens with what is known here and waits for nobody. */
export function FlattenDialog({ instrumentId }: { readonly instrumentId: string | null }): JSX.Element {
  const all = usePositions(({ value }) => value) ?? []
  const positions = all.filter((position) => instrumentId === null || position.instrumentId === instrumentId)
  const onAccepted = (): void => {
    dismissDialog()
    toast({ tone: 'info', text: t('flatten.asked'), note: t('flatten.asked-note') })
  }
  const { busy, problem, press } = useClick((requestId) => flatten(requestId, instrumentId), onAccepted)
  return (
    <Dialog
      tone="danger" icon={OctagonX} title={titleOf(positions, instrumentId)} onClose={dismissDialog}
      hint={<span className="quiet"><kbd>Esc</kbd> {t('flatten.esc')}</span>}
      buttons={<>
        <button type="button" className="large" onClick={dismissDialog}>{t('flatten.keep')}</button>
        <HoldButton text={instrumentId === null ? t('flatten.hold-all') : t('flatten.hold-one', { instrument: instrumentId })} busy={busy} onHeld={press} />
      </>}
    >
      <p>{instrumentId === null ? t('flatten.effect-all') : t('flatten.effect-one', { instrument: instrumentId })}</p>
      {positions.length > 0 && <PositionList positions={positions} />}
      <Facts rows={facts(positions)} />
      {problem !== undefined && <p className="problem" role="alert">{problem}</p>}
    </Dialog>
  )
}

function titleOf(positions: readonly PositionRow[], instrumentId: string | null): string {
  if (instrumentId !== null) return t('flatten.title-one', { instrument: instrumentId })
  if (positions.length === 0) return t('flatten.title-none')
  return positions.length === 1 ? t('flatten.title-single') : t('flatten.title-all', { count: positions.length })
}

function PositionList({ positions }: { readonly positions: readonly PositionRow[] }): JSX.Element {
  return (
    <table className="boxed" aria-label={t('panel.positions')}>
      <tbody>
        {positions.map((position) => (
          <tr key={position.entryId}>
            <td><b>{position.instrumentId}</b></td>
            <td><SideChip side={position.side} /></td>
            <td className="number">{quantity(position.quantity)}</td>
            <td className={`number ${signOf(position.unrealized)}`}>{signedMoney(position.unrealized)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function facts(positions: readonly PositionRow[]): readonly (readonly [string, ReactNode])[] {
  const untouched = [t('flatten.untouched'), t('flatten.untouched-what')] as const
  const [first] = positions
  const unrealized = sumOf(positions.map((position) => position.unrealized))
  if (!first) return [untouched]
  return [[t('flatten.unrealized', { asset: first.asset }), <b key="sum" className={signOf(unrealized)}>{signedMoney(unrealized)}</b>], untouched]
}
