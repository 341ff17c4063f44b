import './data-page.css'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { Channels } from '../../panels/feed/channels.tsx'
import { FeedAlarms } from '../../panels/feed/feed-alarms.tsx'
import { FeedFacts, PhaseChip } from '../../panels/feed/feed-facts.tsx'
import { Recording } from '../../panels/recording/recording.tsx'
import { useFeed } from '../../stores/feed-store.ts'
import { Panel } from '../../ui/panel.tsx'
import { PageHead } from '../page-head.tsx'

/** Where prices come from, how old they are, and what is kept of them. Needs no mode that runs. */
export function DataPage(): JSX.Element {
  const phase = useFeed(({ value }) => value?.phase)
  return (
    <main className="page data-page" aria-label={t('page.data')}>
      <PageHead title={t('page.data')}>{phase && <PhaseChip phase={phase} big />}<p>{t('data.lead')}</p></PageHead>
      {phase && <Panel name="channels" title={t('live.channels')}><Channels /></Panel>}
      <div className="data-side">
        <Panel name="feed" title={t('live.title')}><FeedFacts /></Panel>
        {phase && <Panel name="alarms" title={t('live.alarms')}><FeedAlarms /></Panel>}
        <Panel name="recording" title={t('record.title')} note={t('record.note')}><Recording /></Panel>
      </div>
    </main>
  )
}
