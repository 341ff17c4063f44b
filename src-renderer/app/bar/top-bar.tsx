import { Moon, OctagonX, Search, Sun } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { useConnection } from '../../stores/connection-store.ts'
import { ask } from '../../stores/dialog-store.ts'
import { askToFlatten } from '../../stores/flatten-store.ts'
import { openPage } from '../../stores/page-store.ts'
import { changeSettings } from '../../stores/settings-store.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { Mark } from '../../ui/mark.tsx'
import { ModeBadge } from '../../ui/mode-badge.tsx'
import { useShownTheme } from '../use-shown-theme.ts'
import { AccountMetrics } from './account-metrics.tsx'
import { Clock } from './clock.tsx'
import { Feeds } from './feeds.tsx'
import { TradingSwitch } from './trading-switch.tsx'

/** The account before everything else, in the same place on every page. */
export function TopBar(): JSX.Element {
  const mode = useWorkstation(({ value }) => value?.mode ?? null)
  return (
    <header className="top-bar">
      {mode && <i className={`mode-edge mode-${mode}`} />}
      <button type="button" className="ghost mark-button" onClick={() => openPage('about')} aria-label={t('bar.about')} title={t('bar.about')}><Mark /></button>
      {mode && <button type="button" className="mode-button" onClick={() => ask({ kind: 'mode' })} title={t(`mode-note.${mode}`)}><ModeBadge mode={mode} /><span className="mode-note">{t(`mode-note.${mode}`)}</span></button>}
      <i className="bar-line" />
      <TradingSwitch />
      <i className="bar-line" />
      <AccountMetrics />
      <span className="spring" />
      <Feeds />
      <i className="bar-line" />
      <Clock />
      <Tools />
    </header>
  )
}

function Tools(): JSX.Element {
  const theme = useShownTheme()
  const connected = useConnection(({ state }) => state === 'open')
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <>
      <button type="button" className="ghost icon" onClick={() => ask({ kind: 'palette' })} aria-label={t('bar.palette')} title={t('bar.palette-title')}><Search aria-hidden="true" /></button>
      <button type="button" className="ghost icon" onClick={() => changeSettings({ theme: other })} aria-label={t(`bar.theme-${other}`)} title={t(`bar.theme-${other}`)}>{theme === 'dark' ? <Moon aria-hidden="true" /> : <Sun aria-hidden="true" />}</button>
      <button type="button" className="danger flatten" disabled={!connected} title={t(connected ? 'bar.flatten-title' : 'bar.flatten-lost')} onClick={() => askToFlatten(null)}><OctagonX aria-hidden="true" />{t('shell.flatten-all')}</button>
    </>
  )
}
