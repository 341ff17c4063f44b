import type { DecisionReason } from '../../src-shared/domain/decision-reason.ts'
import { HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom, seedOf } from '../base/seeded-random.ts'
import { planEntry } from './plan-entry.ts'
import type { PolicyInput, PolicyOutcome } from './policy-input.ts'

const CANDLES_PER_ENTRY = 40
const HOURS_MAX = 48

/**
 * Exists for tests: entries by the draw of a seed, with barriers and horizons of every size, so that stops, take-profits, time exits
 * and funding all happen. What is drawn is a function of seed, instrument and candle alone.
 */
export function decideSeeded(input: PolicyInput): PolicyOutcome {
  const { forecast, mark, barrierAtr, config } = input
  if (!forecast) return flat('forecast-missing')
  if (!mark) return flat('mark-unknown')
  if (barrierAtr === null || !(barrierAtr > 0) || !Number.isFinite(barrierAtr)) return flat('barrier-unknown')
  if (input.hasPosition) return flat('position-held')

  const random = new SeededRandom(seedOf(config.policy.seed, input.instrument.instrumentId, forecast.asOf))
  if (random.below(CANDLES_PER_ENTRY) !== 0) return flat('seeded-none')
  const side = random.below(2) === 0 ? 'long' : 'short'
  const barriers = { takeProfit: (0.5 + 1.5 * random.uniform()) * barrierAtr, stop: (0.5 + random.uniform()) * barrierAtr }
  const exitTime = (forecast.asOf + (1 + random.below(HOURS_MAX)) * HOUR_MS) as TimeMs
  const { entry, boundBy, refusal } = planEntry(input, { side, barriers, mark, exitTime, growthFraction: null })
  return { long: null, short: null, side, boundBy, entry, reason: refusal ?? 'seeded-entry' }
}

export const flat = (reason: DecisionReason): PolicyOutcome => ({ long: null, short: null, side: null, boundBy: null, entry: null, reason })
