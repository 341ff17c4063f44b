import './why.css'
import { Scale } from 'lucide-react'
import { useMemo, useState, type JSX } from 'react'
import type { DecisionRow } from '../../../src-shared/contract/views.ts'
import { t } from '../../i18n/text.ts'
import { useDecisions } from '../../stores/decisions-store.ts'
import { selectInstrument } from '../../stores/selection-store.ts'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { decisionColumns } from './columns.tsx'
import { ReasonBars } from './reason-bars.tsx'
import { countReasons, filterDecisions, withoutEntry, type DecisionFilter } from './reasons.ts'

const NONE: readonly DecisionRow[] = []
const open = ({ instrumentId }: DecisionRow): void => selectInstrument(instrumentId)

/** Why nothing was opened: the reasons by how often, and every decision with its numbers. */
export function WhyNoTrade(): JSX.Element {
  const all = useDecisions(({ rows }) => rows)
  const [filter, setFilter] = useState<DecisionFilter>({ instrumentId: null, reason: null })
  const flat = useMemo(() => withoutEntry(all ?? NONE), [all])
  const ofInstrument = useMemo(() => filterDecisions(flat, { instrumentId: filter.instrumentId, reason: null }), [flat, filter.instrumentId])
  const shown = useMemo(() => filterDecisions(ofInstrument, { instrumentId: null, reason: filter.reason }).toReversed(), [ofInstrument, filter.reason])
  const columns = useMemo(() => decisionColumns(), [])
  return (
    <PanelBody label={t('why.title')}>
      <div className="why">
        <aside>
          <InstrumentChoice rows={flat} chosen={filter.instrumentId} onChoose={(instrumentId) => setFilter({ ...filter, instrumentId })} />
          <ReasonBars counts={countReasons(ofInstrument)} chosen={filter.reason} onChoose={(reason) => setFilter({ ...filter, reason })} />
          <p className="quiet">{t('why.of', { flat: flat.length, all: all?.length ?? 0 })}</p>
        </aside>
        <div className="why-rows">
          <Table
            label={t('why.title')} columns={columns} rows={all && shown} keyOf={({ decisionId }) => decisionId} drawnMax={120} onOpen={open}
            empty={<Empty icon={Scale} title={t(all?.length === 0 ? 'why.none' : 'why.none-found')}><p>{t(all?.length === 0 ? 'why.none-why' : 'why.none-found-why')}</p></Empty>}
          />
        </div>
      </div>
    </PanelBody>
  )
}

interface InstrumentChoiceProps {
  readonly rows: readonly DecisionRow[]
  readonly chosen: string | null
  readonly onChoose: (instrumentId: string | null) => void
}

function InstrumentChoice({ rows, chosen, onChoose }: InstrumentChoiceProps): JSX.Element {
  const names = [...new Set([...rows.map(({ instrumentId }) => instrumentId), ...(chosen === null ? [] : [chosen])])].toSorted()
  return (
    <select aria-label={t('why.instrument')} value={chosen ?? ''} onChange={(event) => onChoose(event.target.value || null)}>
      <option value="">{t('why.all-instruments')}</option>
      {names.map((name) => <option key={name}>{name}</option>)}
    </select>
  )
}
