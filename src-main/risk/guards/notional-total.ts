import { sumOfPositive } from '../exact-money.ts'
import { amountAtMost, type Guard } from '../verdict.ts'

export const notionalTotal: Guard = ({ notionalTotal: total, notionalOfOrder, asset }, { notionalTotalMax }) =>
  amountAtMost('notional-total', sumOfPositive(total, notionalOfOrder), notionalTotalMax, asset)
