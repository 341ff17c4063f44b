import type { JSX } from 'react'
import type { PositionRow } from '../../../src-shared/contract/views.ts'
import { DASH } from '../../format/number.ts'
import { age } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useAge } from '../../stores/clock-store.ts'
import { useConnection } from '../../stores/connection-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { Chip } from '../../ui/chip.tsx'
import type { Protection } from './lines.ts'

interface ProtectionProps {
  readonly row: PositionRow
  readonly protection: Protection
}

/** Whether the stop is known to rest at the venue. What was sent and not heard of is neither yes nor no. */
export function ProtectionCell({ row, protection }: ProtectionProps): JSX.Element {
  const isHeard = useConnection(({ state }) => state === 'open')
  const isSimulated = useStatus(({ value }) => value !== undefined && value.mode !== 'live')
  const { kind } = protection
  if (kind === 'closing') return <Two chip={<Chip tone="info" icon="turning" text={t('positions.closing')} />} under={word('reason', row.exitReason ?? 'unknown')} />
  if (kind === 'at-venue' && !isHeard) return <Two chip={<Chip tone="quiet" icon="wait" text={t('positions.was-at-venue')} />} under={t('positions.not-heard')} />
  if (kind === 'at-venue') return <Two chip={<Chip tone="ok" icon="shield" text={t('positions.at-venue')} title={row.stopOrderId ?? undefined} />} under={t(isSimulated ? 'positions.simulated' : 'positions.verified')} />
  if (kind === 'sent') return <Two chip={<Chip tone="info" icon="turning" text={t('positions.sent')} />} under={<Counting since={protection.since} />} />
  return <Two chip={<Chip tone="danger" icon="ban" text={t('positions.missing')} />} under={<Counting since={protection.since} />} />
}

const Two = ({ chip, under }: { readonly chip: JSX.Element; readonly under: JSX.Element | string }): JSX.Element => <>{chip}<span className="under">{under}</span></>

function Counting({ since }: { readonly since: number }): JSX.Element {
  const passed = useAge(since)
  return <>{t('positions.unprotected-for', { age: passed === null ? DASH : age(passed) })}</>
}
