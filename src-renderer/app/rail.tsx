import { BookOpenText, BrainCircuit, ChartCandlestick, ChartSpline, Database, History, Info, Settings, Shield, type LucideIcon } from 'lucide-react'
import type { JSX } from 'react'
import { plural, t } from '../i18n/text.ts'
import { useAlarms } from '../stores/alarm-store.ts'
import { ask } from '../stores/dialog-store.ts'
import { openPage, PAGES, usePage, type PageName } from '../stores/page-store.ts'
import { useStatus } from '../stores/status-store.ts'

const ICONS: Readonly<Record<PageName, LucideIcon>> = { trade: ChartCandlestick, risk: Shield, journal: BookOpenText, backtest: ChartSpline, training: BrainCircuit, data: Database, settings: Settings, about: Info }
const UPPER: readonly PageName[] = ['trade', 'risk', 'journal', 'backtest', 'training', 'data']

/** The pages; what asks for attention has its count. */
export function Rail(): JSX.Element {
  const latches = useStatus(({ value }) => value?.latches.length ?? 0)
  const alarms = useAlarms(({ unseen }) => unseen)
  const badges: Partial<Record<PageName, string>> = {}
  if (latches > 0) badges.risk = plural('rail.latches', latches)
  if (alarms > 0) badges.journal = plural('rail.alarms', alarms)
  const counts: Partial<Record<PageName, number>> = { risk: latches, journal: alarms }
  const item = (page: PageName): JSX.Element => <Item key={page} page={page} count={counts[page] ?? 0} meaning={badges[page]} />
  return (
    <nav className="rail" aria-label={t('rail.pages')}>
      {PAGES.filter((page) => UPPER.includes(page)).map(item)}
      <ReplayItem />
      <span className="spring" />
      {PAGES.filter((page) => !UPPER.includes(page)).map(item)}
    </nav>
  )
}

/** Opens what to replay, whatever runs. */
export function ReplayItem(): JSX.Element {
  return <button type="button" className="ghost" aria-label={t('replay.open')} title={t('replay.open')} onClick={() => ask({ kind: 'replay' })}><History aria-hidden="true" /></button>
}

function Item({ page, count, meaning }: { readonly page: PageName; readonly count: number; readonly meaning: string | undefined }): JSX.Element {
  const shown = usePage((state) => state.page === page)
  const Icon = ICONS[page]
  const name = t(`page.${page}`)
  const title = meaning === undefined ? name : `${name}: ${meaning}`
  return (
    <button type="button" className="ghost" aria-current={shown ? 'page' : undefined} aria-label={title} title={t('rail.title', { title, number: PAGES.indexOf(page) + 1 })} onClick={() => openPage(page)}>
      <Icon aria-hidden="true" />
      {count > 0 && <em aria-hidden="true" data-count={count > 9 ? '9+' : count} />}
    </button>
  )
}
