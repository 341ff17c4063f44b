import type { GuardVerdict } from '../../../src-shared/domain/decision.ts'
import { partOf, sumOfPositive } from '../exact-money.ts'
import { unknown, type Guard } from '../verdict.ts'

const UNIT = 'initial margin / margin balance'

/** Initial margin after the entry over margin balance. Never notional over balance, which leverage makes many times as large. */
export const marginUse: Guard = ({ marginBalance, initialMarginUsed, initialMarginOfOrder }, { marginUseWarn, marginUseMax }) => {
  const used = sumOfPositive(initialMarginUsed, initialMarginOfOrder)
  const cap = partOf(marginBalance, marginUseMax)
  const warn = partOf(marginBalance, marginUseWarn)
  if (used === null || cap === null || warn === null || !marginBalance) return unknown('margin-use', marginUseMax, UNIT)
  const verdict = (level: GuardVerdict['verdict']): GuardVerdict => ({ guard: 'margin-use', verdict: level, value: used / marginBalance, limit: marginUseMax, unit: UNIT })
  if (used > cap) return verdict('refuse')
  return verdict(used > warn ? 'warn' : 'allow')
}
