import { RotateCcw } from 'lucide-react'
import type { JSX } from 'react'
import type { ParameterOption } from '../../../src-shared/contract/backtest-report.ts'
import { plural, t } from '../../i18n/text.ts'
import { choose, type BacktestChoice } from '../../stores/backtest-choice-store.ts'
import { parameterName, parameterUnit } from './parameter-words.ts'

interface ParameterFieldsProps {
  readonly changes: BacktestChoice['changes']
  readonly parameters: readonly ParameterOption[]
}

/** Numbers of the strategy that may differ for a run. The strategy itself stays as it is. */
export function ParameterFields({ changes, parameters }: ParameterFieldsProps): JSX.Element | null {
  if (parameters.length === 0) return null
  const changed = parameters.filter(({ name, value }) => (changes[name]?.trim() ?? '') !== '' && Number(changes[name]) !== value).length
  const change = (name: string, text: string): void => choose({ changes: { ...changes, [name]: text } })
  return (
    <details className="parameters">
      <summary>{t('backtest.parameters')} <span className="quiet">{changed === 0 ? t('backtest.parameters-same') : plural('backtest.parameters-changed', changed)}</span></summary>
      <table aria-label={t('backtest.parameters')}>
        <thead><tr><th scope="col">{t('backtest.parameter')}</th><th scope="col" className="number">{t('backtest.parameter-usual')}</th><th scope="col" className="number">{t('backtest.parameter-range')}</th><th scope="col">{t('backtest.parameter-here')}</th></tr></thead>
        <tbody>
          {parameters.map((parameter) => {
            const { name, value, least, most } = parameter
            const text = changes[name] ?? ''
            return (
              <tr key={name} className={text.trim() !== '' && Number(text) !== value ? 'selected' : undefined}>
                <td title={name} className="wide">{parameterName(name)}</td>
                <td className="number">{value} <span className="quiet">{parameterUnit(parameter)}</span></td>
                <td className="number quiet">{least} … {most}</td>
                <td>
                  <span className="parameter-here">
                    <input type="text" inputMode="decimal" maxLength={12} aria-label={t('backtest.parameter-of', { parameter: parameterName(name) })} placeholder={String(value)} value={text} onChange={(event) => change(name, event.target.value)} />
                    <button type="button" className="ghost icon" disabled={text === ''} aria-label={t('backtest.parameter-reset', { parameter: parameterName(name) })} title={t('backtest.parameter-reset', { parameter: parameterName(name) })} onClick={() => change(name, '')}><RotateCcw aria-hidden="true" /></button>
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </details>
  )
}
