import './shell.css'
import type { FunctionComponent, JSX } from 'react'
import { AboutPage } from '../pages/about/about-page.tsx'
import { BacktestPage } from '../pages/backtest/backtest-page.tsx'
import { DataPage } from '../pages/data/data-page.tsx'
import { JournalPage } from '../pages/journal/journal-page.tsx'
import { RiskPage } from '../pages/risk/risk-page.tsx'
import { SettingsPage } from '../pages/settings/settings-page.tsx'
import { TradePage } from '../pages/trade/trade-page.tsx'
import { TrainingPage } from '../pages/training/training-page.tsx'
import { usePage, type PageName } from '../stores/page-store.ts'
import { Boundary } from '../ui/boundary.tsx'
import { TopBar } from './bar/top-bar.tsx'
import { BannerSlot } from './banner-slot.tsx'
import { Rail } from './rail.tsx'
import { StatusBar } from './status-bar.tsx'

const BODIES: Readonly<Record<PageName, FunctionComponent>> = { trade: TradePage, risk: RiskPage, journal: JournalPage, backtest: BacktestPage, training: TrainingPage, data: DataPage, settings: SettingsPage, about: AboutPage }

/** The frame that is the same on every page: the account above, pages left, the machine below. */
export function Shell(): JSX.Element {
  const page = usePage((state) => state.page)
  const Page = BODIES[page]
  return (
    <div className="shell">
      <TopBar />
      <Rail />
      <div className="shell-page">
        <BannerSlot />
        <Boundary key={page}><Page /></Boundary>
      </div>
      <StatusBar />
    </div>
  )
}
