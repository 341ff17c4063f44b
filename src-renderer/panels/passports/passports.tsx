import './passports.css'
import { Database } from 'lucide-react'
import type { JSX } from 'react'
import type { PassportRow } from '../../../src-shared/contract/data-views.ts'
import { DASH, float } from '../../format/number.ts'
import { date, duration, fullTime } from '../../format/time.ts'
import { word } from '../../format/words.ts'
import { askProblem } from '../../i18n/ask-problem.ts'
import { plural, t } from '../../i18n/text.ts'
import { loadKeptData, useKeptData } from '../../stores/data-store.ts'
import { Empty } from '../../ui/empty.tsx'
import { PanelBody } from '../../ui/panel.tsx'
import { Trouble } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/table.tsx'

/** What the archive holds of each series, and lacks. */
export function Passports(): JSX.Element {
  const { passports, problem } = useKeptData()
  if (!passports && problem !== undefined) return <Trouble title={t('passport.unreadable')} action={<button type="button" onClick={loadKeptData}>{t('passport.again')}</button>}>{askProblem(problem)}</Trouble>
  return (
    <PanelBody label={t('passport.title')}>
      <Table label={t('passport.title')} columns={columns()} rows={passports} keyOf={keyOf} empty={<Empty icon={Database} title={t('passport.none')}>{t('passport.none-note')}</Empty>} />
    </PanelBody>
  )
}

const keyOf = ({ instrumentId, kind, intervalMs }: PassportRow): string => `${instrumentId} ${kind} ${intervalMs}`
const count = (value: number): string => (value === 0 ? DASH : float(value, 0))
const span = ({ first, last }: PassportRow): string => `${date(first)} – ${date(last)}`

const columns = (): readonly Column<PassportRow>[] => [
  { id: 'instrument', head: t('live.instrument'), cell: ({ instrumentId }) => <b>{instrumentId}</b> },
  { id: 'kind', head: t('passport.kind'), cell: ({ kind, intervalMs }) => `${word('series', kind)}${intervalMs > 0 ? ` ${duration(intervalMs)}` : ''}` },
  { id: 'span', head: t('passport.span'), cell: span, title: ({ first, last }) => `${fullTime(first)} – ${fullTime(last)}` },
  { id: 'rows', head: t('passport.rows'), number: true, cell: ({ rows }) => float(rows, 0) },
  { id: 'missing', head: t('passport.missing'), number: true, cell: ({ missing, gaps }) => <span className={missing > 0 ? 'passport-missing' : ''}>{missing > 0 ? plural('passport.holes', gaps, { shown: float(missing, 0) }) : DASH}</span> },
  { id: 'zero', head: t('passport.zero'), number: true, roomy: true, cell: ({ zeroVolume }) => count(zeroVolume) },
  { id: 'corrections', head: t('passport.corrections'), number: true, roomy: true, cell: ({ corrections }) => count(corrections) },
  { id: 'sources', head: t('passport.sources'), wide: true, cell: ({ sources }) => sources.at(-1) ?? DASH, title: ({ sources }) => sources.join('\n') },
  { id: 'hash', head: t('passport.hash'), cell: ({ hash }) => <code>{hash?.slice(0, 12) ?? DASH}</code>, title: ({ hash }) => hash ?? '' },
]
