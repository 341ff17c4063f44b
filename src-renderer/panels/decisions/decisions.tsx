import type { JSX } from 'react'
import type { DecisionRow, SideView } from '../../../src-shared/contract/views.ts'
import { DECISION_REASONS } from '../../../src-shared/domain/decision-reason.ts'
import { SideChip } from '../../app/ui/chip.tsx'
import { Panel } from '../../app/ui/panel.tsx'
import { Table, type Column } from '../../app/ui/table.tsx'
import { measure, percent, probability, signOf } from '../../format/number.ts'
import { fullTime, stamp } from '../../format/time.ts'
import { words } from '../../format/words.ts'
import { useDecisions } from '../../stores/decisions-store.ts'

const SHOWN_MAX = 120
const SIDES = { LONG: 'long', SHORT: 'short', FLAT: 'flat' } as const

const expected = (side: SideView | null): string => percent(side?.expectedValue ?? null, 3, true)
const chances = (side: SideView | null): string => `${probability(side?.winProbability ?? null)} / ${probability(side?.breakEvenProbability ?? null)}`
const sentence = (reason: string): string => (DECISION_REASONS as Readonly<Record<string, string>>)[reason] ?? reason

const reason = ({ reason: code, guards }: DecisionRow): JSX.Element => (
  <>
    {words(code)}
    {guards.map(({ guard, verdict, value, limit, unit }) => (
      <span key={guard} className={verdict === 'refuse' ? 'guard refused' : 'guard warned'}> · {guard} {measure(value, unit)}, limit {measure(limit, unit)}</span>
    ))}
  </>
)

const columns: readonly Column<DecisionRow>[] = [
  { head: 'Time', cell: ({ asOf }) => stamp(asOf), title: ({ asOf, decisionId }) => `${fullTime(asOf)}, decision ${decisionId}` },
  { head: 'Instrument', cell: ({ instrumentId }) => <b>{instrumentId}</b> },
  { head: 'Action', cell: ({ action }) => <SideChip side={SIDES[action]} /> },
  { head: 'EV long', number: true, sign: ({ long }) => signOf(long?.expectedValue ?? null), cell: ({ long }) => expected(long) },
  { head: 'q / q* long', number: true, cell: ({ long }) => chances(long), title: () => 'Win probability against the one at which nothing is earned' },
  { head: 'EV short', number: true, sign: ({ short }) => signOf(short?.expectedValue ?? null), cell: ({ short }) => expected(short) },
  { head: 'q / q* short', number: true, cell: ({ short }) => chances(short), title: () => 'Win probability against the one at which nothing is earned' },
  { head: 'Reason', wide: true, cell: reason, title: (row) => [sentence(row.reason), ...row.guards.map(({ guard, verdict, value, limit, unit }) => `${guard}: ${verdict}, ${measure(value, unit)}, limit ${measure(limit, unit)} (${unit})`)].join('\n') },
]

export function Decisions(): JSX.Element {
  const rows = useDecisions((state) => state.rows)
  return (
    <Panel name="decisions" title="Decisions" note="Expected value after all costs, per notional">
      <Table label="Decisions" columns={columns} rows={rows?.slice(-SHOWN_MAX).toReversed()} keyOf={({ decisionId }) => decisionId} empty="No decision yet. The first comes with the next closed candle." />
    </Panel>
  )
}
