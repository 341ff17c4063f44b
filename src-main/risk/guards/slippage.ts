import { atMost, type Guard } from '../verdict.ts'

/**
 * The one guard that an unknown passes: slippage is measured by entering, so refusing until it is known would refuse for ever.
 * Until then the assumed slippage is in the costs, and the notional caps bound what a wrong assumption can cost. Shown as 0.
 */
export const slippage: Guard = ({ slippageMultiple }, { slippageMultipleMax }) =>
  atMost({ guard: 'slippage', value: slippageMultiple ?? 0, limit: slippageMultipleMax, unit: 'multiple of the assumed slippage' })
