import { TriangleAlert } from 'lucide-react'
import type { JSX } from 'react'
import { SWEEP_MAX, type ParameterOption } from '../../../src-shared/contract/backtest-report.ts'
import { t } from '../../i18n/text.ts'
import { choose, type BacktestChoice, type VaryChoice } from '../../stores/backtest-choice-store.ts'
import { Field } from '../recipe/field.tsx'
import { parameterName, parameterUnit } from '../recipe/parameter-words.ts'
import { combinationsOf, proposedValues, valuesIn } from './wish.ts'

interface SweepFieldsProps {
  readonly vary: BacktestChoice['vary']
  readonly parameters: readonly ParameterOption[]
}

/** One or two parameters and their values: each combination is a back-test of its own. */
export function SweepFields({ vary, parameters }: SweepFieldsProps): JSX.Element {
  const lists = vary.flatMap(({ name, values }) => {
    const parameter = parameters.find((option) => option.name === name)
    return parameter ? [[name, valuesIn(values, parameter) ?? []] as const] : []
  })
  const count = lists.length === 0 ? 0 : combinationsOf(Object.fromEntries(lists))
  return (
    <div className="form-rows">
      {([0, 1] as const).map((i) => <Vary key={i} place={i} vary={vary} parameters={parameters} />)}
      <p className="sweep-warning"><TriangleAlert aria-hidden="true" /><span>{t('sweep.warning', { count, most: SWEEP_MAX })}</span></p>
    </div>
  )
}

function Vary({ place, vary, parameters }: SweepFieldsProps & { readonly place: 0 | 1 }): JSX.Element {
  const { name, values } = vary[place]
  const other = vary[place === 0 ? 1 : 0].name
  const parameter = parameters.find((option) => option.name === name)
  const put = (change: VaryChoice): void => choose({ vary: place === 0 ? [change, vary[1]] : [vary[0], change] })
  const pick = (next: string): void => {
    const option = parameters.find((each) => each.name === next)
    put({ name: next, values: option ? proposedValues(option) : '' })
  }
  const label = t(place === 0 ? 'sweep.first' : 'sweep.second')
  return (
    <Field label={label} note={parameter ? t('sweep.range', { least: parameter.least, most: parameter.most, unit: parameterUnit(parameter) }) : t('sweep.none-note')}>
      <span className="sweep-vary">
        <select aria-label={label} value={name} onChange={(event) => pick(event.target.value)}>
          <option value="">{t('sweep.none')}</option>
          {parameters.filter((option) => option.name !== other).map((option) => <option key={option.name} value={option.name}>{parameterName(option.name)}</option>)}
        </select>
        <input type="text" disabled={!parameter} aria-label={t('sweep.values-of', { parameter: label })} value={values} onChange={(event) => put({ name, values: event.target.value })} />
      </span>
    </Field>
  )
}
