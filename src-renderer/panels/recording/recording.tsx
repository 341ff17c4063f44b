import './recording.css'
import type { JSX } from 'react'
import type { RecordingView } from '../../../src-shared/contract/data-views.ts'
import { bytes, float, percent } from '../../format/number.ts'
import { plural, t } from '../../i18n/text.ts'
import { useFeed } from '../../stores/feed-store.ts'
import { Chip } from '../../ui/chip.tsx'
import { Meter } from '../../ui/meter.tsx'

/** Whether what comes is kept as it came, and how much room that takes. */
export function Recording(): JSX.Element {
  const record = useFeed(({ value }) => value?.record ?? null)
  return record ? <Kept record={record} /> : <p className="hint">{t('record.none')}</p>
}

function Kept({ record: { bytes: size, bytesMax, messages, segments, healthy, detail } }: { readonly record: RecordingView }): JSX.Element {
  const part = bytesMax > 0 ? size / bytesMax : 0
  const text = t('record.size', { size: bytes(size), most: bytes(bytesMax) })
  return (
    <div className="recording">
      <p><Chip tone={healthy ? 'ok' : 'danger'} text={t(healthy ? 'record.well' : 'record.unwell')} /><span>{text}</span><span className="quiet">{percent(part, 0)}</span></p>
      {/* A full record is no fault: its oldest part makes room. */}
      <Meter label={t('record.title')} part={Math.min(part, 0.999)} valueText={text} />
      <p className="quiet">{plural('record.messages', messages, { shown: float(messages, 0) })} · {plural('record.segments', segments, { shown: float(segments, 0) })}</p>
      {!healthy && <p className="problem" role="alert">{t('record.unwell-note')} <span className="quiet">{detail}</span></p>}
    </div>
  )
}
