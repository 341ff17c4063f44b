import type { JSX } from 'react'
import type { ContributionView } from '../../../src-shared/contract/views.ts'
import { DASH, float, signOf } from '../../format/number.ts'
import { maybeText, t } from '../../i18n/text.ts'

const SHOWN = 6
/** Hiding one or two would take as much room as showing them. */
const SHOWN_MAX = 8

/** What moved the score: each input's part of the log-odds of winning, the largest first. */
export function Contributions({ contributions }: { readonly contributions: readonly ContributionView[] }): JSX.Element {
  const largest = Math.max(...contributions.map(({ logOdds }) => Math.abs(logOdds)), 1e-9)
  const shown = contributions.length <= SHOWN_MAX ? contributions : contributions.slice(0, SHOWN)
  const rest = contributions.slice(shown.length)
  return (
    <>
      <h3>{t('signal.moved')}<span>{t('signal.log-odds')}</span></h3>
      {contributions.length === 0 && <p className="signal-note">{t('signal.cannot-tell')}</p>}
      <Terms contributions={shown} largest={largest} />
      {rest.length > 0 && (
        <details>
          <summary>{t('signal.more-terms', { count: rest.length })}</summary>
          <Terms contributions={rest} largest={largest} />
        </details>
      )}
    </>
  )
}

function Terms({ contributions, largest }: { readonly contributions: readonly ContributionView[]; readonly largest: number }): JSX.Element {
  return (
    <ul className="terms">
      {contributions.map(({ feature, value, logOdds }) => (
        <li key={feature} title={maybeText(`feature.${feature}`)}>
          <code>{feature}</code>
          <span className="quiet">{value === null ? DASH : float(value, decimalsFor(value))}</span>
          <span className="track" aria-hidden="true"><i className={signOf(logOdds)} style={{ [logOdds < 0 ? 'right' : 'left']: '50%', width: `${(Math.abs(logOdds) / largest) * 50}%` }} /></span>
          <span className={signOf(logOdds)}>{float(logOdds, 3, true)}</span>
        </li>
      ))}
    </ul>
  )
}

/** Inputs have every size: about three figures are read. */
function decimalsFor(value: number): number {
  const size = Math.abs(value)
  if (size >= 100) return 1
  return size >= 1 ? 2 : 4
}
