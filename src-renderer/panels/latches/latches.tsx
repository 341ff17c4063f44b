import './latches.css'
import { Lock, LockOpen } from 'lucide-react'
import type { JSX } from 'react'
import type { LatchView } from '../../../src-shared/contract/views.ts'
import { DASH } from '../../format/number.ts'
import { age, fullTime, stamp } from '../../format/time.ts'
import { toldText } from '../../format/told.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useAge } from '../../stores/clock-store.ts'
import { askToClearLatch } from '../../stores/dialog-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { PanelBody } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/states.tsx'

/** Stops that survive restarts and days; only a person clears them. */
export function Latches(): JSX.Element {
  const latches = useStatus(({ value }) => value?.latches)
  return (
    <PanelBody label={t('latches.title')}>
      {!latches && <Skeleton label={t('waiting')} />}
      {latches?.length === 0 && <p className="latches-none"><LockOpen aria-hidden="true" />{t('latches.none')}</p>}
      {latches && latches.length > 0 && <ul className="latches">{latches.map((latch) => <LatchCard key={latch.latch} {...latch} />)}</ul>}
    </PanelBody>
  )
}

function LatchCard({ latch, reason, setAt }: LatchView): JSX.Element {
  const since = useAge(setAt)
  return (
    <li className="latch">
      <p className="latch-head"><Lock aria-hidden="true" /><b>{word('latch', latch)}</b><time title={fullTime(setAt)}>{stamp(setAt)}</time></p>
      <p>{toldText(reason)} {t('latches.only-you')}</p>
      <p className="latch-foot">
        <button type="button" onClick={() => askToClearLatch(latch)}>{t('latches.clear')}</button>
        <span>{t('latches.since', { age: since === null ? DASH : age(since) })}</span>
        <code>{latch}</code>
      </p>
    </li>
  )
}
