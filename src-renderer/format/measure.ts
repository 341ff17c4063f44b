import { maybePlural, maybeText, t } from '../i18n/text.ts'
import { DASH, float, percent } from './number.ts'
import { age } from './time.ts'

/** How a guard's value is read: as yes or no, a count, an age, a part of something, a multiple, or an amount of money. */
export type MeasureKind = 'switch' | 'count' | 'age' | 'part' | 'multiple' | 'amount'

/** By the unit that the engine gives with every value. */
export function measureKind(unit: string): MeasureKind {
  if (unit === 'ms') return 'age'
  if (unit.startsWith('part of') || unit.includes(' / ')) return 'part'
  if (unit.startsWith('multiple')) return 'multiple'
  if (/^[A-Z0-9]{2,12}$/.test(unit)) return 'amount'
  return /(?:on|reconciled|writable|trading)$/.test(unit) ? 'switch' : 'count'
}

/** A guard's value or limit for people: 0.0031 of the equity → 0.31%, 2400 ms → 2.4 s. */
export function measure(guard: string, value: number | null, unit: string): string {
  if (value === null) return DASH
  switch (measureKind(unit)) {
    case 'age': return age(value)
    case 'part': return guard === 'funding-against' ? percent(value, 4, true) : percent(value, 2)
    case 'multiple': return t('unit.times', { count: float(value, 2) })
    case 'amount': return `${float(value, 2)} ${unit}`
    case 'switch': return maybeText(`guard-is.${guard}.${value}`) ?? t(value === 1 ? 'yes' : 'no')
    case 'count': return counted(value, unit)
  }
}

/** 3 losses in a row; a unit without a text is left out rather than shown in a language that may not be the person's. */
function counted(value: number, unit: string): string {
  const number = float(value, Number.isInteger(value) ? 0 : 2)
  return maybePlural(`guard-unit.${unit}`, value, { number }) ?? number
}

/** What a guard would have to know, and does not. */
export const missingText = (guard: string): string => maybeText(`guard-missing.${guard}`) ?? t('guards.unknown-why')

interface Judged {
  readonly guard: string
  readonly value: number | null
  readonly limit: number | null
  readonly unit: string
}

/** What a guard saw beside what it allows: 0.31% < 2.00%. A switch is one word; what was not known is said. */
export function against({ guard, value, limit, unit }: Judged): string {
  if (value === null) return t('unknown')
  if (limit === null || measureKind(unit) === 'switch') return measure(guard, value, unit)
  const relation = value < limit ? '<' : value > limit ? '>' : '='
  return `${measure(guard, value, unit)} ${relation} ${measure(guard, limit, unit)}`
}
