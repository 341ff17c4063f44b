import type { JSX } from 'react'
import type { StatusView } from '../../../src-shared/contract/views.ts'
import { money, percent, signedMoney } from '../../format/number.ts'
import { duration } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { useStatus } from '../../stores/status-store.ts'
import { Row, Section } from './rows.tsx'

/** What is read here and changed elsewhere: account, strategy, limits. */
export function AccountFacts(): JSX.Element | null {
  const status = useStatus(({ value }) => value)
  if (!status) return null
  return (
    <>
      <Section title={t('settings.account')} note={t('settings.account-note')}>
        <Row title={t('settings.account-id')} note={t('settings.account-id-note')}><code>{status.accountId}</code></Row>
        <Row title={t('settings.wallet')}>{money(status.wallet)} {status.asset}</Row>
        <Row title={t('settings.realized')}>{signedMoney(status.realized)} {status.asset}</Row>
        <Row title={t('settings.session')} note={t('settings.session-note')}><code>{status.sessionId}</code></Row>
      </Section>
      <StrategyFacts {...status} />
    </>
  )
}

function StrategyFacts({ strategyId, decisionIntervalMs, limits, configHash }: StatusView): JSX.Element {
  return (
    <Section title={t('settings.strategy')} note={t('settings.strategy-note')}>
      <Row title={t('settings.strategy-id')}><code>{strategyId}</code></Row>
      <Row title={t('settings.interval')} note={t('settings.interval-note')}>{duration(decisionIntervalMs)}</Row>
      <Row title={t('settings.daily-loss')} note={t('settings.daily-loss-note')}>{percent(limits.dailyLossMax, 1)}</Row>
      <Row title={t('settings.drawdown')} note={t('settings.drawdown-note')}>{percent(limits.drawdownMax, 1)}</Row>
      <Row title={t('settings.margin')} note={t('settings.margin-note', { warn: percent(limits.marginUseWarn, 0) })}>{percent(limits.marginUseMax, 0)}</Row>
      <Row title={t('settings.hash')} note={t('settings.hash-note')}><code title={configHash}>{configHash.slice(0, 16)}</code></Row>
    </Section>
  )
}
