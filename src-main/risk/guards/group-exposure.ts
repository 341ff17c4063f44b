import { partOf, sumOfPositive } from '../exact-money.ts'
import { amountAtMost, type Guard } from '../verdict.ts'

/** Instruments that move together share one budget of losses at their stops. */
export const groupExposure: Guard = ({ groupLossAtStop, lossAtStop, equity, riskPerGroup, asset }) =>
  amountAtMost('group-exposure', sumOfPositive(groupLossAtStop, lossAtStop), partOf(equity, riskPerGroup), asset)
