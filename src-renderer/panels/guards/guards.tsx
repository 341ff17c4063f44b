import './guards.css'
import { useMemo, type JSX } from 'react'
import { measure, missingText } from '../../format/measure.ts'
import { DASH, percent } from '../../format/number.ts'
import { word } from '../../format/words.ts'
import { maybeText, plural, t } from '../../i18n/text.ts'
import { useStatus } from '../../stores/status-store.ts'
import { Chip } from '../../ui/chip.tsx'
import { Meter } from '../../ui/meter.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { guardLines, type GuardLine } from './guard-lines.ts'

/** Every guard against its limit, the nearest first. No model can argue with one. */
export function Guards(): JSX.Element {
  const status = useStatus(({ value }) => value)
  const lines = useMemo(() => status && guardLines(status), [status])
  const columns = useMemo(() => guardColumns(), [])
  const unchecked = lines?.filter(({ state }) => state === 'unchecked').length ?? 0
  return (
    <PanelBody label={t('guards.title')}>
      <div className="guards">
        <p className="guards-note">
          <span>{unchecked > 0 ? plural('guards.unchecked-note', unchecked) : t('guards.note')}</span>
          <span className="legend"><i className="soft" />{t('guards.warning')}<i className="hard" />{t('guards.limit-mark')}</span>
        </p>
        <Table label={t('guards.title')} columns={columns} rows={lines} keyOf={({ guard }) => guard} empty="" tall />
      </div>
    </PanelBody>
  )
}

function guardColumns(): readonly Column<GuardLine>[] {
  const shown = ({ guard, view }: GuardLine, value: number | null | undefined): string => (view ? measure(guard, value ?? null, view.unit) : DASH)
  const unit = ({ view }: GuardLine): string => (view ? (maybeText(`guard-unit-of.${view.unit}`) ?? '') : '')
  const reason = ({ state }: GuardLine): string => t(state === 'unchecked' ? 'guards.unchecked-why' : state === 'per-order' ? 'guards.per-order-why' : state === 'unknown' ? 'guards.unknown-why' : 'guards.exact')
  return [
    { id: 'guard', head: t('guards.guard'), cell: guardCell, title: ({ guard, state }) => [state === 'unknown' ? missingText(guard) : undefined, maybeText(`guard-scope.${guard}`) ?? guard].filter(Boolean).join(' ') },
    {
      id: 'now', head: t('guards.now'), number: true, title: (line) => `${reason(line)} ${line.view?.value ?? ''}`,
      cell: (line) => <b className={`guard-${line.state}`}>{line.state === 'unknown' ? t('unknown') : shown(line, line.view?.value)}</b>,
    },
    { id: 'used', head: t('guards.used'), cell: usedMeter, title: (line) => (line.view && line.used === null ? t('guards.no-headroom') : reason(line)) },
    { id: 'limit', head: t('guards.limit'), number: true, cell: (line) => <>{shown(line, line.view?.limit)}<span className="under">{unit(line)}</span></>, title: reason },
    { id: 'headroom', head: t('guards.headroom'), number: true, cell: (line) => (line.headroom === null ? DASH : shown(line, line.headroom)), title: (line) => (line.headroom === null ? t('guards.no-headroom') : t('guards.exact')) },
    { id: 'state', head: t('guards.state'), cell: stateChip },
    { id: 'effect', head: t('guards.effect'), roomy: true, cell: ({ effect }) => t(`guard-effect.${effect}`), title: ({ effect }) => t(`guard-effect.${effect}`) },
  ]
}

/** What is not known is named in place of what is compared: that is what a person can wait for or mend. */
function guardCell({ guard, state }: GuardLine): JSX.Element {
  const scope = state === 'unknown' ? missingText(guard) : maybeText(`guard-scope.${guard}`)
  return <><b>{word('guard', guard)}</b><span className={`under ${state === 'unknown' ? 'guard-unknown' : ''}`} data-shortens>{scope}</span></>
}

function usedMeter({ guard, used, warnAt }: GuardLine): JSX.Element | string {
  return used === null ? DASH : <Meter label={word('guard', guard)} part={used} warnAt={warnAt} valueText={percent(used, 0)} />
}

const CHIPS = {
  tripped: { tone: 'danger', icon: 'refused' }, unknown: { tone: 'warn', icon: undefined }, near: { tone: 'warn', icon: undefined }, holds: { tone: 'ok', icon: undefined }, 'per-order': { tone: 'quiet', icon: undefined }, unchecked: { tone: 'quiet', icon: 'wait' },
} as const

function stateChip({ state, view }: GuardLine): JSX.Element {
  return <Chip {...CHIPS[state]} text={t(`guards.${state}`)} title={view && maybeText(`guard-unit-of.${view.unit}`)} />
}
