import type { Forecast, ForecastAnswer, ForecastRefusal, ForecastRequest, ModelOutputs, SideForecast } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'

const OUTPUTS = 5
const BPS = 10_000

/**
 * Turns a raw answer into a forecast, or says why it cannot be used. A forecast may be used until its age is `ageMsMax`, that
 * instant included; one from the future is refused as stale too, because one of the two clocks must be wrong.
 */
export function assemble(request: ForecastRequest, answer: ForecastAnswer, age: { readonly now: TimeMs; readonly ageMsMax: number }): Forecast | ForecastRefusal {
  if (answer.requestId !== request.requestId) return 'unknown-request'
  if (answer.modelIds.long !== request.modelIds.long || answer.modelIds.short !== request.modelIds.short) return 'wrong-model'
  const { instrumentId, asOf } = request.features
  const ageMs = age.now - asOf
  if (!(ageMs >= 0 && ageMs <= age.ageMsMax)) return 'stale'
  const refusal = refusalOf(answer.long) ?? refusalOf(answer.short)
  if (refusal) return refusal
  return { instrumentId, asOf, long: sideOf(answer.long), short: sideOf(answer.short) }
}

function refusalOf(outputs: ModelOutputs): ForecastRefusal | undefined {
  if (outputs.length !== OUTPUTS) return 'wrong-shape'
  if (!outputs.every(Number.isFinite)) return 'not-finite'
  return outputs.slice(0, 2).every((value) => value >= 0 && value <= 1) ? undefined : 'not-a-probability'
}

/** Regressions may undershoot a little; a negative time or adverse excursion means none. */
function sideOf([winProbability = 0, timeoutProbability = 0, timeoutReturnBps = 0, holdMinutes = 0, adverseBps = 0]: ModelOutputs): SideForecast {
  return {
    winProbability,
    timeoutProbability,
    timeoutReturn: timeoutReturnBps / BPS,
    holdMinutes: Math.max(0, holdMinutes),
    adverseExcursion: Math.max(0, adverseBps) / BPS,
  }
}
