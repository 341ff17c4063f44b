import type { TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom, seedOf } from '../base/seeded-random.ts'
import { flat } from './decide-seeded.ts'
import { planEntry } from './plan-entry.ts'
import type { PolicyInput, PolicyOutcome } from './policy-input.ts'

/**
 * What somebody has who knows nothing and does everything else alike: side and moment by the draw of a seed, barriers, horizon, size and
 * guards as the strategy's. What is drawn is a function of seed, instrument and candle alone, and needs no forecast.
 */
export function decideRandom(input: PolicyInput): PolicyOutcome {
  const { forecast, mark, barrierAtr, config } = input
  const { policy, labelSpec } = config
  if (!forecast) return flat('forecast-missing')
  if (!mark) return flat('mark-unknown')
  if (barrierAtr === null || !(barrierAtr > 0) || !Number.isFinite(barrierAtr)) return flat('barrier-unknown')
  if (input.hasPosition) return flat('position-held')

  const random = new SeededRandom(seedOf(policy.seed, input.instrument.instrumentId, forecast.asOf))
  if (!(random.uniform() < (policy.entryChance ?? 0))) return flat('seeded-none')
  const side = random.below(2) === 0 ? 'long' : 'short'
  const barriers = { takeProfit: labelSpec.takeProfitAtr * barrierAtr, stop: labelSpec.stopAtr * barrierAtr }
  const exitTime = (forecast.asOf + labelSpec.horizon * labelSpec.barrierIntervalMs) as TimeMs
  const { entry, boundBy, refusal } = planEntry(input, { side, barriers, mark, exitTime, growthFraction: null })
  return { long: null, short: null, side, boundBy, entry, reason: refusal ?? 'seeded-entry' }
}
