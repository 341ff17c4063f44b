import { ageBetween } from '../age-between.ts'
import { atMost, type Guard } from '../verdict.ts'

/** The newest closed candle may be one interval old, and then late by no more than the allowed delay. */
export const staleCandle: Guard = ({ lastCandleCloseTime, decisionIntervalMs, now }, { candleDelayMsMax }) =>
  atMost({ guard: 'stale-candle', value: ageBetween(lastCandleCloseTime, now), limit: decisionIntervalMs + candleDelayMsMax, unit: 'ms' })
