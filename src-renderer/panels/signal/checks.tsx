import { Check, CircleAlert, ShieldX } from 'lucide-react'
import type { JSX } from 'react'
import type { DecisionDetail, GuardView } from '../../../src-shared/contract/views.ts'
import { against, missingText } from '../../format/measure.ts'
import { percent, probability } from '../../format/number.ts'
import { word } from '../../format/words.ts'
import { maybeText, t } from '../../i18n/text.ts'
import { byVerdict, policyChecks, type PolicyCheck, type SideName } from './sides.ts'

/** The policy's own demands, then every guard: those that failed first, those that passed under their count. */
export function Checks({ detail, side }: { readonly detail: DecisionDetail; readonly side: SideName }): JSX.Element {
  const policy = policyChecks(detail, side)
  const guards = byVerdict(detail.guards)
  const loud = guards.filter(({ verdict }) => verdict !== 'allow')
  const passed = guards.filter(({ verdict }) => verdict === 'allow')
  const passedAll = passed.length + policy.filter(({ hasPassed }) => hasPassed).length
  return (
    <>
      <h3>{t('signal.checks')}<span>{t('signal.checks-passed', { passed: passedAll, all: guards.length + policy.length })}</span></h3>
      <ul className="checks">
        {loud.map((guard) => <GuardLine key={guard.guard} {...guard} />)}
        {policy.map((check) => <PolicyLine key={check.id} {...check} />)}
      </ul>
      {guards.length === 0 && <p className="signal-note">{t('signal.no-guard-asked')}</p>}
      {passed.length > 0 && (
        <details>
          <summary>{t('signal.guards-passed', { count: passed.length })}</summary>
          <ul className="checks">{passed.map((guard) => <GuardLine key={guard.guard} {...guard} />)}</ul>
        </details>
      )}
    </>
  )
}

const ICONS = { refuse: ShieldX, warn: CircleAlert, allow: Check } as const
const WORDS = { refuse: 'signal.refused', warn: 'signal.warned', allow: 'signal.passed' } as const

function GuardLine(guard: GuardView): JSX.Element {
  const { guard: name, verdict } = guard
  const Icon = ICONS[verdict]
  return (
    <li className={verdict} title={guard.value === null ? missingText(name) : maybeText(`guard-scope.${name}`)}>
      <Icon role="img" aria-label={t(WORDS[verdict])} />
      <span data-shortens title={word('guard', name)}>{word('guard', name)}</span>
      <span>{against(guard)}</span>
    </li>
  )
}

function PolicyLine({ id, hasPassed, value, limit }: PolicyCheck): JSX.Element {
  const Icon = hasPassed ? Check : CircleAlert
  const relation = value < limit ? '<' : value > limit ? '>' : '='
  const name = t(id === 'value' ? 'signal.check-value' : 'signal.check-probability')
  const write = (number: number): string => (id === 'value' ? percent(number, 3, true) : probability(number))
  return (
    <li className={hasPassed ? 'allow' : 'missed'}>
      <Icon role="img" aria-label={t(hasPassed ? 'signal.passed' : 'signal.missed')} />
      <span data-shortens title={name}>{name}</span>
      <span>{write(value)} {relation} {write(limit)}</span>
    </li>
  )
}
