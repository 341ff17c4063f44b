import type { Forecast, ForecastAnswer, ForecastRefusal, ForecastRequest, ModelOutputs, Reliability, SideForecast } from '../../src-shared/domain/forecast.ts'
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
  const { reliability } = answer
  return { instrumentId, asOf, long: sideOf(answer.long, reliability?.long), short: sideOf(answer.short, reliability?.short) }
}

function refusalOf(outputs: ModelOutputs): ForecastRefusal | undefined {
  if (outputs.length !== OUTPUTS) return 'wrong-shape'
  for (let index = 0; index < OUTPUTS; index++) if (!Number.isFinite(outputs[index])) return 'not-finite'
  return isProbability(outputs[0]) && isProbability(outputs[1]) ? undefined : 'not-a-probability'
}

const isProbability = (value = Number.NaN): boolean => value >= 0 && value <= 1

/** Regressions may undershoot a little; a negative time or adverse excursion means none. */
function sideOf(outputs: ModelOutputs, bins: Reliability | undefined): SideForecast {
  const side = {
    winProbability: outputs[0]!,
    timeoutProbability: outputs[1]!,
    timeoutReturn: outputs[2]! / BPS,
    holdMinutes: Math.max(0, outputs[3]!),
    adverseExcursion: Math.max(0, outputs[4]!) / BPS,
  }
  return bins ? { ...side, reliability: bins.find(({ upTo }) => side.winProbability <= upTo) ?? bins.at(-1) } : side
}
