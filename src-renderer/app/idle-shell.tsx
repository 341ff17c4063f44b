import { BrainCircuit, ChartCandlestick, ChartSpline, Database, Moon, Search, Sun } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../i18n/text.ts'
import { BacktestPage } from '../pages/backtest/backtest-page.tsx'
import { DataPage } from '../pages/data/data-page.tsx'
import { TrainingPage } from '../pages/training/training-page.tsx'
import { ask } from '../stores/dialog-store.ts'
import { openPage, usePage, type PageName } from '../stores/page-store.ts'
import { changeSettings } from '../stores/settings-store.ts'
import { Boundary } from '../ui/boundary.tsx'
import { Mark } from '../ui/mark.tsx'
import { BannerSlot } from './banner-slot.tsx'
import { ReplayItem } from './rail.tsx'
import { StatusBar } from './status-bar.tsx'
import { useShownTheme } from './use-shown-theme.ts'

const IDLE = [{ name: 'backtest', Icon: ChartSpline }, { name: 'training', Icon: BrainCircuit }, { name: 'data', Icon: Database }] as const

/** The frame of a page that needs no mode, while none runs: no account stands above it, since there is none. */
export function IdleShell(): JSX.Element {
  const page = usePage((state) => state.page)
  return (
    <div className="shell">
      <IdleBar />
      <nav className="rail" aria-label={t('rail.pages')}>
        <button type="button" className="ghost" aria-label={t('idle.page')} title={t('idle.page')} onClick={() => openPage('trade')}><ChartCandlestick aria-hidden="true" /></button>
        {IDLE.map(({ name, Icon }) => <button key={name} type="button" className="ghost" aria-current={name === page ? 'page' : undefined} aria-label={t(`page.${name}`)} title={t(`page.${name}`)} onClick={() => openPage(name)}><Icon aria-hidden="true" /></button>)}
        <ReplayItem />
      </nav>
      <div className="shell-page">
        <BannerSlot />
        <Boundary key={page}><IdlePage page={page} /></Boundary>
      </div>
      <StatusBar />
    </div>
  )
}

function IdlePage({ page }: { readonly page: PageName }): JSX.Element {
  if (page === 'training') return <TrainingPage />
  return page === 'data' ? <DataPage /> : <BacktestPage />
}

function IdleBar(): JSX.Element {
  const theme = useShownTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <header className="top-bar">
      <span className="idle-mark"><Mark /></span>
      <b>{t('about.name')}</b>
      <i className="bar-line" />
      <span className="quiet">{t('idle.none')}</span>
      <span className="spring" />
      <button type="button" className="ghost icon" onClick={() => ask({ kind: 'palette' })} aria-label={t('bar.palette')} title={t('bar.palette-title')}><Search aria-hidden="true" /></button>
      <button type="button" className="ghost icon" onClick={() => changeSettings({ theme: other })} aria-label={t(`bar.theme-${other}`)} title={t(`bar.theme-${other}`)}>{theme === 'dark' ? <Moon aria-hidden="true" /> : <Sun aria-hidden="true" />}</button>
      <button type="button" className="flatten" onClick={() => openPage('trade')}>{t('idle.choose')}</button>
    </header>
  )
}
