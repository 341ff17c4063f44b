import { Scale, ShieldAlert } from 'lucide-react'
import type { JSX } from 'react'
import type { DecisionRow } from '../../../src-shared/contract/views.ts'
import { against, missingText } from '../../format/measure.ts'
import { DASH, float, percent, probability, signOf } from '../../format/number.ts'
import { fullTime, stamp } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { maybeText, t } from '../../i18n/text.ts'
import { SideChip } from '../../ui/chip.tsx'
import type { Column } from '../../ui/table.tsx'
import { nearerSide, refusals } from './reasons.ts'

/** Made while drawing, so that heads are in the person's language. */
export function decisionColumns(): readonly Column<DecisionRow>[] {
  return [
    { id: 'time', head: t('why.candle'), cell: ({ asOf }) => stamp(asOf), title: ({ asOf, decisionId }) => `${fullTime(asOf)} · ${decisionId}` },
    { id: 'instrument', head: t('orders.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b> },
    { id: 'side', head: t('why.nearer'), roomy: true, cell: nearerChip },
    { id: 'long', head: t('why.ev-long'), number: true, sign: ({ long }) => signOf(long?.expectedValue ?? null), cell: ({ long }) => percent(long?.expectedValue ?? null, 3, true), title: unvalued },
    { id: 'short', head: t('why.ev-short'), number: true, sign: ({ short }) => signOf(short?.expectedValue ?? null), cell: ({ short }) => percent(short?.expectedValue ?? null, 3, true), title: unvalued },
    { id: 'q', head: 'q / q*', number: true, cell: probabilities, title: unvalued },
    { id: 'stopped', head: t('why.stopped-by'), cell: stoppedBy },
    { id: 'numbers', head: t('why.numbers'), wide: true, cell: numbers, title: numbers },
  ]
}

const unvalued = (row: DecisionRow): string => (row.long || row.short ? word('reason', row.reason) : t('why.not-valued'))

function nearerChip(row: DecisionRow): JSX.Element {
  const nearer = nearerSide(row)
  return nearer ? <SideChip side={nearer.side} /> : <span className="quiet">{DASH}</span>
}

function probabilities(row: DecisionRow): JSX.Element {
  const nearer = nearerSide(row)?.value
  return <>{probability(nearer?.winProbability ?? null)} <span className="quiet">/ {probability(nearer?.breakEvenProbability ?? null)}</span></>
}

function stoppedBy(row: DecisionRow): JSX.Element {
  const [first, ...others] = refusals(row)
  if (!first) return <span className="chip"><Scale aria-hidden="true" />{word('reason', row.reason)}</span>
  return <span className="chip chip-warn"><ShieldAlert aria-hidden="true" />{word('guard', first.guard)}{others.length > 0 && ` +${others.length}`}</span>
}

/** What stood against it, with its numbers; else the reason as a sentence. */
function numbers(row: DecisionRow): string {
  const refused = refusals(row)
  if (row.reason === 'below-margin') return shortfall(row)
  if (refused.length === 0) return maybeText(`because.${row.reason}`) ?? row.reason
  return refused.map((guard) => (refused.length > 1 ? `${word('guard', guard.guard)} ${against(guard)}` : guard.value === null ? missingText(guard.guard) : against(guard))).join(' · ')
}

function shortfall(row: DecisionRow): string {
  const { winProbability = null, breakEvenProbability = null } = nearerSide(row)?.value ?? {}
  return t('why.shortfall', { gap: winProbability === null || breakEvenProbability === null ? DASH : float(winProbability - breakEvenProbability, 3, true) })
}
