import type { ParameterOption } from '../../../src-shared/contract/backtest-report.ts'
import { t } from '../../i18n/text.ts'
import { word } from '../../format/words.ts'

/** 'policy.margin' in the person's language; one without a name as it is. */
export const parameterName = (name: string): string => {
  const found = word('parameter', name)
  return found === name ? name : found
}

export const parameterUnit = ({ unit }: Pick<ParameterOption, 'unit'>): string => t(`parameter-unit.${unit}`)
