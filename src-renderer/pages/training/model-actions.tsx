import type { JSX } from 'react'
import type { ModelRow } from '../../../src-shared/contract/evaluation-views.ts'
import { t } from '../../i18n/text.ts'
import { ask, type ModelMove } from '../../stores/dialog-store.ts'

/** What can be done with a pair. Each asks first: what trades changes by it, though no position does. */
export function ModelActions({ model }: { readonly model: ModelRow }): JSX.Element {
  const { status, shipped, candidateId, strategyId, verdict } = model
  const move = (to: ModelMove['to']): void => ask({ kind: 'model', move: { candidateId, strategyId, to, isProven: verdict?.verdict === 'proven' } })
  return (
    <span className="model-actions">
      {!shipped && status !== 'shadow' && status !== 'promoted' && <button type="button" onClick={() => move('shadow')}>{t('models.move.shadow')}</button>}
      {!shipped && status !== 'archived' && <button type="button" onClick={() => move('archived')}>{t('models.move.archived')}</button>}
      {status === 'promoted' && <button type="button" onClick={() => move('rollback')}>{t('models.move.rollback')}</button>}
      {!shipped && status !== 'promoted' && <button type="button" className="primary" onClick={() => move('promoted')}>{t('models.move.promoted')}</button>}
    </span>
  )
}
