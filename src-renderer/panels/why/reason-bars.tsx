import type { JSX } from 'react'
import { word } from '../../format/words.ts'
import { percent } from '../../format/number.ts'
import { maybeText, t } from '../../i18n/text.ts'
import type { ReasonCount } from './reasons.ts'

interface ReasonBarsProps {
  readonly counts: readonly ReasonCount[]
  readonly chosen: string | null
  readonly onChoose: (reason: string | null) => void
}

/** How often each reason was given; pressing one shows its decisions alone. */
export function ReasonBars({ counts, chosen, onChoose }: ReasonBarsProps): JSX.Element {
  return (
    <ul className="reason-bars" aria-label={t('why.reasons')}>
      {counts.map(({ reason, count, part }) => (
        <li key={reason}>
          <button type="button" aria-pressed={chosen === reason} title={maybeText(`because.${reason}`)} onClick={() => onChoose(chosen === reason ? null : reason)}>
            <span data-shortens title={word('reason', reason)}>{word('reason', reason)}</span>
            <i aria-hidden="true"><u className={reason === 'refused' ? 'refused' : ''} style={{ width: `${part * 100}%` }} /></i>
            <b>{count}</b>
            <span className="quiet">{percent(part, 0)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
