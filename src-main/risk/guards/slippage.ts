import type { GuardVerdict } from '../../../src-shared/domain/decision.ts'
import { atMost, type Guard } from '../verdict.ts'

const UNIT = 'multiple of the assumed slippage'

/**
 * The one guard that an unknown passes: slippage is measured by entering, so refusing until it is known would refuse for ever.
 * Until then the assumed slippage is in the costs, and the notional caps bound what a wrong assumption can cost. Shown as 0.
 * For the same reason a pause ends: then entries are half as large, and each of them is measured.
 */
export const slippage: Guard = ({ slippageMultiple, slippageMeasuredAt, now }, { slippageMultipleMax: limit, slippageMultipleReduce, slippagePauseMs }) => {
  const value = slippageMultiple ?? 0
  const judged = atMost({ guard: 'slippage', value, limit, unit: UNIT })
  const verdict = (level: GuardVerdict['verdict']): GuardVerdict => ({ ...judged, verdict: level })
  if (judged.verdict === 'allow') return value > (slippageMultipleReduce ?? limit) ? verdict('warn') : judged
  const isPauseOver = slippagePauseMs !== undefined && slippageMeasuredAt !== null && now - slippageMeasuredAt >= slippagePauseMs
  return value > limit && isPauseOver ? verdict('warn') : judged
}
