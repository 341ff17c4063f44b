import { sumOfPositive } from '../exact-money.ts'
import { lossBudgetLeft } from '../losses.ts'
import { amountAtMost, type Guard } from '../verdict.ts'

/** If every stop were hit, this one's too, the day must still end within its limit. */
export const preTradeLoss: Guard = (context, settings) =>
  amountAtMost('pre-trade-loss', sumOfPositive(context.lossAtStop), lossBudgetLeft(context, settings), context.asset)
