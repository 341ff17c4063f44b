/** Places on the scale, in percent of its width. */
export interface Scale {
  readonly probability: number
  readonly breakEven: number
  readonly needed: number
}

const SPAN_MIN = 0.2
const AIR = 0.15

/** A window of 0 to 1 that holds all three, with air at its ends; what lies beyond 1 stands at the right end. */
export function scaleOf(probability: number, breakEven: number, needed: number): Scale {
  const all = [probability, breakEven, needed].map((value) => Math.max(0, Math.min(1, value)))
  const middle = (Math.min(...all) + Math.max(...all)) / 2
  const span = Math.min(1, Math.max(SPAN_MIN, (Math.max(...all) - Math.min(...all)) * (1 + 2 * AIR)))
  const low = Math.max(0, Math.min(1 - span, middle - span / 2))
  const at = (value: number): number => Math.max(0, Math.min(100, ((value - low) / span) * 100))
  return { probability: at(probability), breakEven: at(breakEven), needed: at(needed) }
}

export type Align = 'left' | 'middle' | 'right'

/** Two labels this near would cover each other. */
const LABEL_WIDTH = 26
const EDGE = 12

/** On which side of its mark a label stands, so that two of them stay apart and neither leaves the scale. */
export function alignOf(place: number, other: number): Align {
  if (place < EDGE) return 'right'
  if (place > 100 - EDGE) return 'left'
  if (Math.abs(place - other) >= LABEL_WIDTH) return 'middle'
  return place <= other ? 'left' : 'right'
}
