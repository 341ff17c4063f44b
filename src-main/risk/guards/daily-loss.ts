import { fallFrom } from '../losses.ts'
import { fallVerdict, type Guard } from '../verdict.ts'

/** Equity (so with unrealised profit, fees and funding) against the day's own opening equity, never against a fixed sum. */
export const dailyLoss: Guard = ({ equity, openingEquity }, { dailyLossMax }) =>
  fallVerdict('daily-loss', fallFrom(openingEquity, equity, dailyLossMax), dailyLossMax, 'part of opening equity')
