import { sumOfPositive } from '../exact-money.ts'
import { amountAtMost, type Guard } from '../verdict.ts'

export const notionalInstrument: Guard = ({ notionalOfInstrument, notionalOfOrder, asset }, { notionalPerInstrumentMax }) =>
  amountAtMost('notional-instrument', sumOfPositive(notionalOfInstrument, notionalOfOrder), notionalPerInstrumentMax, asset)
