import type { JSX } from 'react'
import type { SideView } from '../../../src-shared/contract/views.ts'
import { float, probability, signOf } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import { alignOf, scaleOf } from './scale.ts'

interface ProbabilityProps {
  readonly side: SideView
  /** q has to reach q* plus this. */
  readonly margin: number
}

/** The win probability beside what pays the costs, and what is asked above that. */
export function Probability({ side: { winProbability: q, breakEvenProbability }, margin }: ProbabilityProps): JSX.Element {
  if (q === null || breakEvenProbability === null) return <p className="hint">{t('signal.probability-unknown')}</p>
  const needed = breakEvenProbability + margin
  const { probability: at, breakEven, needed: neededAt } = scaleOf(q, breakEvenProbability, needed)
  const told = t('signal.probability-told', { q: probability(q), breakEven: probability(breakEvenProbability), needed: probability(needed) })
  const enough = q >= needed ? 'enough' : 'short'
  return (
    <>
      <h3>{t('signal.probability')}<b className={signOf(q - breakEvenProbability)}>{float(q - breakEvenProbability, 3, true)}</b></h3>
      <div className={`scale ${enough}`} role="img" aria-label={told}>
        <span className="axis" />
        <span className="gain" style={{ left: `${Math.min(at, breakEven)}%`, width: `${Math.abs(at - breakEven)}%` }} />
        <span className="even" style={{ left: `${breakEven}%` }} />
        <span className="needed" style={{ left: `${neededAt}%` }} />
        <span className="estimate" style={{ left: `${at}%` }} />
        <span className={`label top ${alignOf(breakEven, at)}`} style={{ left: `${breakEven}%` }}>q* <b>{probability(breakEvenProbability)}</b></span>
        <span className={`label top ${alignOf(at, breakEven)}`} style={{ left: `${at}%` }}>q <b className={signOf(q - breakEvenProbability)}>{probability(q)}</b></span>
        <span className={`label bottom ${alignOf(neededAt, 200)}`} style={{ left: `${neededAt}%` }}>{t('signal.needed', { needed: probability(needed) })}</span>
      </div>
    </>
  )
}
