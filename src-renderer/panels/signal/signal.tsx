import './signal.css'
import { ClockAlert, Hourglass, MousePointerClick, RotateCw } from 'lucide-react'
import { useState, type JSX, type ReactNode } from 'react'
import type { DecisionDetail, DecisionRow } from '../../../src-shared/contract/views.ts'
import { DASH } from '../../format/number.ts'
import { age, fullTime, hourMinute } from '../../format/time.ts'
import { maybeText, t } from '../../i18n/text.ts'
import { useAge } from '../../stores/clock-store.ts'
import { useDecisions } from '../../stores/decisions-store.ts'
import { useMarket } from '../../stores/market-store.ts'
import { usePositions } from '../../stores/positions-store.ts'
import { useSelection } from '../../stores/selection-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { Chip, SideChip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Skeleton, Trouble } from '../../ui/states.tsx'
import { Checks } from './checks.tsx'
import { Contributions } from './contributions.tsx'
import { ExpectedValues, Waterfall } from './expected-value.tsx'
import { Outlook, Plan } from './plan.tsx'
import { Probability } from './probability.tsx'
import { leadingSide, type SideName } from './sides.ts'
import { useDetail, type Detail } from './use-detail.ts'

/** The newest decision of the instrument that is looked at, and everything it was made of. */
export function Signal(): JSX.Element {
  const instrumentId = useSelection((selection) => selection.instrumentId)
  const isLoaded = useDecisions(({ rows }) => rows !== undefined)
  const row = useDecisions(({ rows }) => rows?.findLast((decision) => decision.instrumentId === instrumentId))
  return <PanelBody label={t('signal.title')}>{cardOf(instrumentId, isLoaded, row)}</PanelBody>
}

function cardOf(instrumentId: string | null, isLoaded: boolean, row: DecisionRow | undefined): ReactNode {
  if (!isLoaded) return <Skeleton label={t('waiting')} />
  if (instrumentId === null) return <Empty icon={MousePointerClick} title={t('signal.nothing-selected')} />
  return row ? <Card key={instrumentId} row={row} /> : <Undecided instrumentId={instrumentId} />
}

function Undecided({ instrumentId }: { readonly instrumentId: string }): JSX.Element {
  const next = useStatus(({ value }) => value?.nextDecisionAt)
  return <Empty icon={Hourglass} title={t('signal.undecided', { instrument: instrumentId })}><p>{t('signal.undecided-next', { time: next === undefined ? DASH : hourMinute(next) })}</p></Empty>
}

/** All of it is of one decision: while the details of a newer one are read, the one before stays as a whole. */
function Card({ row: newest }: { readonly row: DecisionRow }): JSX.Element {
  const read = useDetail(newest)
  const [chosen, setChosen] = useState<SideName>()
  const row = read.detail?.row ?? newest
  const shown = chosen ?? leadingSide(row)
  return (
    <div className="signal">
      <Head row={row} newestAt={newest.asOf} />
      <section><Verdict row={row} /></section>
      <ExpectedValues values={{ long: row.long?.expectedValue ?? null, short: row.short?.expectedValue ?? null }} shown={shown} onShow={setChosen} />
      {read.detail ? <Parts detail={read.detail} side={shown} /> : <NoParts {...read} />}
    </div>
  )
}

function NoParts({ detail, hasFailed, askAgain }: Detail): JSX.Element {
  if (detail === null) return <p className="hint">{t('signal.gone')}</p>
  if (!hasFailed) return <Skeleton label={t('signal.reading')} />
  return <Trouble title={t('signal.failed')} action={<button type="button" onClick={askAgain}><RotateCw aria-hidden="true" />{t('signal.again')}</button>}>{t('signal.failed-safe')}</Trouble>
}

interface HeadProps {
  readonly row: DecisionRow
  /** Of the newest decision, which may still be being read. */
  readonly newestAt: number
}

function Head({ row: { instrumentId, asOf }, newestAt }: HeadProps): JSX.Element {
  const isStale = useMarket(({ value }) => value?.find((market) => market.instrumentId === instrumentId)?.stale ?? false)
  const interval = useStatus(({ value }) => value?.decisionIntervalMs ?? Infinity)
  const old = useAge(asOf)
  const isOld = (useAge(newestAt) ?? 0) > 2 * interval
  return (
    <header className="signal-head">
      <b>{instrumentId}</b>
      <time title={fullTime(asOf)}>{hourMinute(asOf)}</time>
      <span className="spring" />
      {isStale || isOld
        ? <span className="chip chip-warn" title={t(isStale ? 'watch.stale' : 'signal.old')}><ClockAlert aria-hidden="true" />{old === null ? DASH : age(old)}</span>
        : <span className="quiet" title={t('signal.age-title')}>{old === null ? DASH : t('signal.age', { age: age(old) })}</span>}
    </header>
  )
}

function Verdict({ row: { action, reason, instrumentId } }: { readonly row: DecisionRow }): JSX.Element {
  const openedAt = usePositions(({ value }) => value?.find((position) => position.instrumentId === instrumentId)?.openedAt)
  const sides = { LONG: 'long', SHORT: 'short', FLAT: 'flat' } as const
  return (
    <div className="verdict">
      {reason === 'refused' ? <Chip tone="warn" icon="refused" text={t('signal.refused-chip')} big /> : <SideChip side={sides[action]} big />}
      <p>{maybeText(`because.${reason}`) ?? reason}{openedAt !== undefined && <> {t('signal.held-since', { time: hourMinute(openedAt) })}</>}</p>
    </div>
  )
}

function Parts({ detail, side }: { readonly detail: DecisionDetail; readonly side: SideName }): JSX.Element {
  const values = detail[side]
  return (
    <>
      {values === null && <section><p className="signal-note">{t('signal.not-valued')}</p></section>}
      {values && <section><Waterfall side={values} /></section>}
      {values && <section><Probability side={values} margin={detail.margin} /><Outlook side={values} /></section>}
      {values && <section><Contributions contributions={values.contributions} /></section>}
      {Number(detail.row.quantity) > 0 && <section><Plan detail={detail} /></section>}
      <section><Checks detail={detail} side={side} /></section>
      {detail.modelIds[side] !== '' && <footer>{t('signal.models')} <code title={detail.modelIds[side]}>{detail.modelIds[side]}</code></footer>}
    </>
  )
}
