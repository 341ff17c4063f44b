import './data-page.css'
import { RefreshCw } from 'lucide-react'
import { useEffect, type JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { Collect } from '../../panels/collect/collect.tsx'
import { Channels } from '../../panels/feed/channels.tsx'
import { FeedAlarms } from '../../panels/feed/feed-alarms.tsx'
import { FeedFacts, PhaseChip } from '../../panels/feed/feed-facts.tsx'
import { Passports } from '../../panels/passports/passports.tsx'
import { RecordList } from '../../panels/recording/record-list.tsx'
import { Recording } from '../../panels/recording/recording.tsx'
import { loadKeptData, useKeptData } from '../../stores/data-store.ts'
import { useFeed } from '../../stores/feed-store.ts'
import { Panel } from '../../ui/panel.tsx'
import { PageHead } from '../page-head.tsx'

/** Where prices come from, how old they are, and what is kept of them. Needs no mode that runs. */
export function DataPage(): JSX.Element {
  const phase = useFeed(({ value }) => value?.phase)
  useEffect(loadKeptData, [])
  return (
    <main className={`page data-page ${phase ? 'data-live' : ''} lasting`} aria-label={t('page.data')}>
      <PageHead title={t('page.data')}>{phase && <PhaseChip phase={phase} big />}<p>{t('data.lead')}</p></PageHead>
      <div className="data-main">
        {phase && <Panel name="channels" title={t('live.channels')}><Channels /></Panel>}
        <Panel name="passports" title={t('passport.title')} note={t('passport.note')} tools={<Refresh />}><Passports /></Panel>
      </div>
      <div className="data-side">
        <Panel name="feed" title={t('live.title')}><FeedFacts /></Panel>
        {phase && <Panel name="alarms" title={t('live.alarms')}><FeedAlarms /></Panel>}
        <Panel name="collect" title={t('collect.title')} note={t('collect.note-head')}><Collect /></Panel>
        <Panel name="recording" title={t('record.title')} note={t('record.note')}><Recording /><RecordList /></Panel>
      </div>
    </main>
  )
}

function Refresh(): JSX.Element {
  const reading = useKeptData((state) => state.reading)
  return <button type="button" className="ghost" disabled={reading} onClick={loadKeptData}><RefreshCw className={reading ? 'turning' : ''} aria-hidden="true" />{t(reading ? 'passport.reading' : 'passport.refresh')}</button>
}
