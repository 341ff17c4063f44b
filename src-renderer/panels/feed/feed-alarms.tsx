import './feed.css'
import type { JSX } from 'react'
import { fullTime, stamp } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useFeed } from '../../stores/feed-store.ts'
import { PanelBody } from '../../ui/panel.tsx'

/** What the venue said that is not understood, the newest first. Nothing is guessed, so entries are refused meanwhile. */
export function FeedAlarms(): JSX.Element {
  const alarms = useFeed(({ value }) => value?.alarms)
  return (
    <PanelBody label={t('live.alarms')}>
      {!alarms?.length && <p className="hint">{t('live.no-alarms')}</p>}
      {alarms && alarms.length > 0 && (
        <ul className="feed-alarms">
          {alarms.toReversed().map(({ at, code, detail }, index) => (
            <li key={`${at} ${index}`}>
              <time title={fullTime(at)}>{stamp(at)}</time>
              <span><b>{word('feed-alarm', code)}</b><span className="under" title={detail}>{detail}</span></span>
            </li>
          ))}
        </ul>
      )}
    </PanelBody>
  )
}
