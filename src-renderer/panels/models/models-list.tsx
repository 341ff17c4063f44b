import './models.css'
import { BrainCircuit } from 'lucide-react'
import type { JSX } from 'react'
import type { ModelRow } from '../../../src-shared/contract/evaluation-views.ts'
import { date } from '../../format/time.ts'
import { plural, t } from '../../i18n/text.ts'
import { Chip } from '../../ui/chip.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { VerdictChip } from './verdict-chip.tsx'

const STATUS_TONES = { trained: 'quiet', shadow: 'info', promoted: 'ok', archived: 'quiet' } as const

interface ModelsListProps {
  readonly models: readonly ModelRow[] | undefined
  readonly chosen: string | undefined
  readonly onChoose: (candidateId: string) => void
}

/** Every pair of models there is, newest first: what was found of it, and whether it trades. */
export function ModelsList({ models, chosen, onChoose }: ModelsListProps): JSX.Element {
  if (!models) return <Skeleton label={t('waiting')} />
  if (models.length === 0) return <Empty icon={BrainCircuit} title={t('models.none')}><p>{t('models.none-why')}</p></Empty>
  return (
    <ul className="models-list">
      {models.map((model) => (
        <li key={model.candidateId}>
          <button type="button" className="ghost" aria-current={model.candidateId === chosen ? 'true' : undefined} onClick={() => onChoose(model.candidateId)}>
            <span className="models-line"><b>{model.candidateId}</b>{model.status !== 'trained' && <Chip tone={STATUS_TONES[model.status]} text={t(`models.status.${model.status}`)} />}</span>
            <span className="models-line quiet">{model.strategyId} · {model.learner} · {plural('backtest.instruments', model.instruments.length)}</span>
            <span className="models-line quiet">{model.shipped ? t('models.shipped') : date(model.createdAt)}{model.verdict && <VerdictChip verdict={model.verdict.verdict} />}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
