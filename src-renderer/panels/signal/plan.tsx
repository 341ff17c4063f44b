import type { JSX } from 'react'
import type { DecisionDetail, SideDetail } from '../../../src-shared/contract/views.ts'
import { float, money, percent, price, probability, quantity } from '../../format/number.ts'
import { duration, fullTime, stamp } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'

/** What the models expect of the way there. */
export function Outlook({ side }: { readonly side: SideDetail }): JSX.Element {
  return (
    <Facts inOneLine facts={[
      [t('signal.hold'), side.holdMinutes === null ? null : duration(side.holdMinutes * 60_000)],
      [t('signal.timeout'), side.timeoutProbability === null ? null : probability(side.timeoutProbability)],
      [t('signal.adverse'), side.adverseExcursion === null ? null : percent(side.adverseExcursion, 2)],
      // Only of models of which it is known how often they are right.
      ...(side.confidence === null ? [] : [[t('signal.confidence'), float(side.confidence, 1, true)] as const]),
      ...(side.saidProbability === null ? [] : [[t('signal.said'), probability(side.saidProbability)] as const]),
    ]} />
  )
}

/** The entry that the policy wanted, whether or not the guards let it through. */
export function Plan({ detail: { row, exitTime } }: { readonly detail: DecisionDetail }): JSX.Element | null {
  if (Number(row.quantity) === 0) return null
  return (
    <>
      <h3>{t('signal.plan')}</h3>
      <Facts facts={[
        [t('signal.quantity'), quantity(row.quantity)],
        [t('signal.notional'), money(row.notional)],
        [t('signal.stop'), price(row.stop, row.priceDecimals)],
        [t('signal.take-profit'), price(row.takeProfit, row.priceDecimals)],
        [t('signal.exit-time'), <time key="time" title={fullTime(exitTime)}>{stamp(exitTime)}</time>],
      ]} />
    </>
  )
}

interface FactsProps {
  readonly facts: readonly (readonly [string, JSX.Element | string | null])[]
  readonly inOneLine?: boolean
}

function Facts({ facts, inOneLine }: FactsProps): JSX.Element {
  return <dl className={`facts ${inOneLine ? 'line' : ''}`}>{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value ?? t('unknown')}</dd></div>)}</dl>
}
