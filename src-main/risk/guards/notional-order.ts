import { sumOfPositive } from '../exact-money.ts'
import { amountAtMost, type Guard } from '../verdict.ts'

export const notionalOrder: Guard = ({ notionalOfOrder, asset }, { notionalPerOrderMax }) =>
  amountAtMost('notional-order', sumOfPositive(notionalOfOrder), notionalPerOrderMax, asset)
