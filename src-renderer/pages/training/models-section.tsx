import { Plus } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { EvaluationView } from '../../panels/models/evaluation-view.tsx'
import { ModelsList } from '../../panels/models/models-list.tsx'
import { chooseModel, useLearning } from '../../stores/learn-store.ts'
import { Panel, PanelBody } from '../../ui/panel.tsx'
import { ModelActions } from './model-actions.tsx'
import { RecipeForm } from './recipe-form.tsx'
import { OpenedReport } from './report-section.tsx'
import { ShippedModel } from './shipped-model.tsx'

/** Models at the left; at the right the verdict on the chosen pair, or what to evaluate next. */
export function ModelsSection(): JSX.Element {
  const { models, candidateId } = useLearning()
  const opened = useLearning((state) => state.opened.evaluation)
  const model = models?.find((each) => each.candidateId === candidateId)
  return (
    <div className="training-models">
      <Panel name="models" title={t('learn.part.models')} tools={<button type="button" onClick={() => chooseModel(undefined)}><Plus aria-hidden="true" />{t('models.new')}</button>}>
        <PanelBody label={t('learn.part.models')}><ModelsList models={models} chosen={candidateId} onChoose={chooseModel} /></PanelBody>
      </Panel>
      {model ? (
        <Panel name="model" title={model.candidateId} note={`${model.strategyId} · ${model.instruments.join(', ')}`} tools={<ModelActions key={model.candidateId} model={model} />}>
          {model.runId === null ? <ShippedModel model={model} /> : <OpenedReport kind="evaluation" opened={opened}>{(report) => (report.kind === 'evaluation' ? <EvaluationView report={report} model={model} /> : <></>)}</OpenedReport>}
        </Panel>
      ) : <RecipeForm kind="evaluation" />}
    </div>
  )
}
