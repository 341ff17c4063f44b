import './risk-page.css'
import type { JSX } from 'react'
import type { GuardView } from '../../../src-shared/contract/views.ts'
import { missingText } from '../../format/measure.ts'
import { word } from '../../format/words.ts'
import { plural, t } from '../../i18n/text.ts'
import { Components } from '../../panels/components/components.tsx'
import { Equity } from '../../panels/equity/equity.tsx'
import { Guards } from '../../panels/guards/guards.tsx'
import { Latches } from '../../panels/latches/latches.tsx'
import { useConnection } from '../../stores/connection-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { Chip } from '../../ui/chip.tsx'
import { Panel } from '../../ui/panel.tsx'
import { PageHead } from '../page-head.tsx'
import { entryRefusal, type EntryRefusal } from './entry-verdict.ts'

/** May it trade, what is closest to its limit, what is latched. */
export function RiskPage(): JSX.Element {
  const latches = useStatus(({ value }) => value?.latches.length ?? 0)
  return (
    <main className="page risk-page" aria-label={t('page.risk')}>
      <PageHead title={t('page.risk')}><Verdict /></PageHead>
      <Panel name="guards" title={t('panel.guards')}><Guards /></Panel>
      <div className="risk-side">
        <Panel name="equity" title={t('panel.equity')} note={t('risk.day-ends')}><Equity /></Panel>
        <Panel name="latches" title={t('risk.latches')} note={latches === 0 ? t('risk.latches-none') : t('risk.latches-note')}><Latches /></Panel>
        <Panel name="components" title={t('panel.components')}><Components /></Panel>
      </div>
    </main>
  )
}

/** The one sentence of this page. */
function Verdict(): JSX.Element | null {
  const status = useStatus(({ value }) => value)
  const connected = useConnection(({ state }) => state === 'open')
  const exitsOnly = useWorkstation(({ value }) => value?.exitsOnly ?? false)
  if (!status) return null
  const refusal = entryRefusal({ connected, exitsOnly, status })
  const near = status.guards.filter(({ verdict }) => verdict === 'warn').length
  if (!refusal) return <><Chip tone="ok" icon="shield" big text={t('risk.allowed')} /><p>{near === 0 ? t('risk.all-hold') : plural('risk.near', near)}</p></>
  if (refusal.kind === 'some') return <><Chip tone="warn" icon="refused" big text={t('risk.refused-some')} /><p>{refusalText(refusal)}</p></>
  return <><Chip tone={refusal.kind === 'off' || refusal.kind === 'not-ready' ? 'quiet' : 'danger'} icon="refused" big text={t('risk.refused')} /><p>{refusalText(refusal)}</p></>
}

function refusalText(refusal: EntryRefusal): string {
  if (refusal.kind === 'latch') return t('risk.refused.latch', { what: refusal.latches.map(({ latch }) => word('latch', latch)).join(', ') })
  if (refusal.kind === 'component') return t('risk.refused.component', { what: refusal.components.map((component) => word('component', component)).join(', ') })
  if (refusal.kind === 'guard' || refusal.kind === 'some') return guardsText(refusal.guards)
  return t(`risk.refused.${refusal.kind}`)
}

/** Who refused; and of what is not known, what that is. */
function guardsText(guards: readonly GuardView[]): string {
  const missing = guards.filter(({ value }) => value === null).map(({ guard }) => missingText(guard))
  return [t('risk.refused.guard', { what: guards.map(({ guard }) => word('guard', guard)).join(', ') }), ...new Set(missing)].join(' ')
}
