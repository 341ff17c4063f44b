import type { Reliability, ReliabilityBin } from '../../src-shared/domain/forecast.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { ModelRefusal } from './model-refusal.ts'

type Artifact = Readonly<Record<string, unknown>>

/** The artifact's bins; undefined when it has none. Throws ModelRefusal for bins that cannot be meant: without them the model would trade on more than is known of it. */
export function reliabilityOf(modelId: string, { reliability }: Artifact): Reliability | undefined {
  if (reliability === undefined) return undefined
  if (!Array.isArray(reliability) || reliability.length === 0 || !reliability.every(isBin)) throw refusal(modelId, 'reliability is not a list of {upTo, effectiveRows, observed, lower}')
  const bins: readonly ReliabilityBin[] = reliability
  const isAscending = bins.every(({ upTo }, index) => index === 0 || upTo > bins[index - 1]!.upTo)
  if (!isAscending || bins.at(-1)!.upTo !== 1) throw refusal(modelId, 'the bins of reliability do not ascend to 1')
  return bins.map(({ upTo, effectiveRows, observed, lower }) => ({ upTo, effectiveRows, observed, lower }))
}

/** Undefined when the artifact does not say. Throws ModelRefusal for what is no time. */
export function dataUntilOf(modelId: string, { dataUntil }: Artifact): TimeMs | undefined {
  if (dataUntil === undefined) return undefined
  if (!Number.isSafeInteger(dataUntil) || (dataUntil as number) < 0) throw refusal(modelId, 'dataUntil is not a time in milliseconds')
  return dataUntil as TimeMs
}

function isBin(value: unknown): value is ReliabilityBin {
  if (typeof value !== 'object' || value === null) return false
  const { upTo, effectiveRows, observed, lower } = value as Readonly<Record<string, unknown>>
  return isShare(upTo) && isShare(observed) && isShare(lower) && lower <= observed && typeof effectiveRows === 'number' && Number.isFinite(effectiveRows) && effectiveRows >= 0
}

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1

const refusal = (modelId: string, detail: string): ModelRefusal => new ModelRefusal('unreadable', modelId, `in artifact.json ${detail}`)
