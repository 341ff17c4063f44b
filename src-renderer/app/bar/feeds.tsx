import type { JSX } from 'react'
import type { StatusView } from '../../../src-shared/contract/views.ts'
import { DASH } from '../../format/number.ts'
import { age } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { useAge } from '../../stores/clock-store.ts'
import { useConnection } from '../../stores/connection-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { useVitals } from '../../stores/vitals-store.ts'
import { feedsOf, worstFeed, type Feed } from './feed-state.ts'

/** How old what the window shows is: three ages, or in narrow windows the one that matters. */
export function Feeds(): JSX.Element | null {
  const feeds = useFeeds()
  const worst = worstFeed(feeds)
  const fresh = feeds.filter(({ state }) => state === 'fresh').length
  if (!useStatus(({ value }) => value !== undefined)) return null
  return (
    <>
      <div className="feeds roomy">{feeds.map((feed) => <Pill key={feed.id} feed={feed} label={t(`feed.${feed.id}`)} />)}</div>
      {worst && <div className="feeds cramped"><Pill feed={worst} label={t('feed.all')} before={`${fresh}/${feeds.length} · `} /></div>}
    </>
  )
}

function useFeeds(): readonly Feed[] {
  const market = useAge(useStatus(({ value }) => value?.marketAsOf ?? null))
  const venue = useAge(useStatus(({ value }) => value?.venueHeardAt ?? null))
  const journal = useAge(useVitals(({ value }) => value?.journalledAt ?? null))
  const journalHealthy = useStatus(({ value }) => isHealthy(value, 'journal'))
  const venueHealthy = useStatus(({ value }) => isHealthy(value, 'venue'))
  const venueMayBeSilent = useStatus(({ value }) => value !== undefined && value.mode !== 'live')
  const marketIsRecorded = useStatus(({ value }) => value?.mode === 'replay')
  const connected = useConnection(({ state }) => state === 'open')
  return feedsOf({ market, marketIsRecorded, venue, journal, journalHealthy, venueHealthy, venueMayBeSilent, connected })
}

/** One that has not reported is not known to be ill. */
const isHealthy = (status: StatusView | undefined, name: string): boolean => status?.components.find(({ component }) => component === name)?.healthy ?? true

function Pill({ feed, label, before = '' }: { readonly feed: Feed; readonly label: string; readonly before?: string }): JSX.Element {
  return (
    <div className="feed" title={`${t(`feed.${feed.id}-title`)} ${t(`feed-state.${feed.state}`)}`}>
      <span className="metric-label">{label}</span>
      <span className="feed-value"><i className={`dot dot-${feed.state}`} /><span className="seen-by-readers">{t(`feed-state.${feed.state}`)} </span>{before}{feed.age === null ? DASH : age(feed.age)}</span>
    </div>
  )
}
