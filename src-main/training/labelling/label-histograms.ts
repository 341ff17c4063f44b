import type { Histogram, LabelsReport, SideName } from '../../../src-shared/contract/learning-views.ts'
import { MINUTE_MS } from '../../../src-shared/domain/units.ts'
import type { LabelledSide } from './labelled-side.ts'

const BINS = 40
/** Of the net returns so much lies beyond the outer edges, on each side. */
const TAIL = 0.002

/** Net returns and minutes held of all instruments together, in the same steps for both sides. The outer counts hold what lies beyond the edges. `horizonMs`: the longest that is held. */
export function labelHistograms(sides: readonly LabelledSide[], horizonMs: number): Pick<LabelsReport, 'net' | 'minutes'> {
  const net = valuesOf(sides, 'net')
  const both = Float64Array.from([...net.long, ...net.short]).sort()
  const at = (share: number): number => both[Math.round(share * (both.length - 1))]!
  const edges = evenly(at(TAIL), at(1 - TAIL))
  const minutes = valuesOf(sides, 'minutesHeld')
  const steps = evenly(0, horizonMs / MINUTE_MS)
  return { net: { long: counted(net.long, edges), short: counted(net.short, edges) }, minutes: { long: counted(minutes.long, steps), short: counted(minutes.short, steps) } }
}

function valuesOf(sides: readonly LabelledSide[], name: 'net' | 'minutesHeld'): Readonly<Record<SideName, Float64Array>> {
  const of = (wanted: SideName): Float64Array => Float64Array.from(sides.filter(({ side }) => side === wanted).flatMap(({ own, places }) => Array.from(places, (place) => own[name][place]!)))
  return { long: of('long'), short: of('short') }
}

/** One step of a hair's breadth where all values are one. */
function evenly(from: number, to: number): readonly number[] {
  const width = Math.max(to - from, 1e-9) / BINS
  return Array.from({ length: BINS + 1 }, (_, edge) => from + edge * width)
}

function counted(values: Float64Array, edges: readonly number[]): Histogram {
  const counts = Array.from({ length: edges.length - 1 }, () => 0)
  const [first, last] = [edges[0]!, edges.at(-1)!]
  for (const value of values) counts[Math.min(counts.length - 1, Math.max(0, Math.floor(((value - first) / (last - first)) * counts.length)))]!++
  return { edges, counts }
}
