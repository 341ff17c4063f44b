import type { JSX } from 'react'
import type { GateVerdict } from '../../../src-shared/contract/evaluation-views.ts'
import { t } from '../../i18n/text.ts'
import { Chip, type ChipIcon, type Tone } from '../../ui/chip.tsx'

const LOOKS: Readonly<Record<GateVerdict['verdict'], { readonly tone: Tone; readonly icon?: ChipIcon }>> = { proven: { tone: 'ok' }, 'not-proven': { tone: 'warn', icon: 'wait' }, rejected: { tone: 'danger' } }

export function VerdictChip({ verdict, big }: { readonly verdict: GateVerdict['verdict']; readonly big?: boolean }): JSX.Element {
  const { tone, icon } = LOOKS[verdict]
  return <Chip tone={tone} icon={icon} text={t(`verdict.${verdict}`)} big={big} />
}
