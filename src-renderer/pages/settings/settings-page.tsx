import './settings-page.css'
import { RotateCcw } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { wishDefaultLayout } from '../../stores/layout-store.ts'
import { toast } from '../../stores/toast-store.ts'
import { PageHead } from '../page-head.tsx'
import { AccountFacts } from './account-facts.tsx'
import { PricePreview } from './price-preview.tsx'
import { Choice, Row, Section } from './rows.tsx'

/** How the window looks and reads, and what it runs on. What can lose money is not set here. */
export function SettingsPage(): JSX.Element {
  const reset = (): void => {
    wishDefaultLayout()
    toast({ tone: 'ok', text: t('settings.layout-reset') })
  }
  return (
    <main className="page settings-page" aria-label={t('page.settings')}>
      <PageHead title={t('page.settings')}><p>{t('settings.note')}</p></PageHead>
      <div className="settings-body" tabIndex={0} role="group" aria-label={t('page.settings')}>
        <Section title={t('settings.window')}>
          <Choice of="language" />
          <Choice of="theme" />
          <Choice of="prices"><PricePreview /></Choice>
          <Choice of="density" />
          <Choice of="zone" />
          <Row title={t('settings.layout')} note={t('settings.layout-note')}><button type="button" onClick={reset}><RotateCcw aria-hidden="true" />{t('dock.reset')}</button></Row>
        </Section>
        <AccountFacts />
      </div>
    </main>
  )
}
