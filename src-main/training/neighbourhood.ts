/** A way to do nearly the same: what a person would have tried next. */
export interface Neighbour {
  readonly name: string
  /** Numbers of the strategy that differ from the recipe's, by name. */
  readonly changes: Readonly<Record<string, number>>
  /** Of the learner, all of them. */
  readonly parameters: Readonly<Record<string, number>>
}

export interface Recipe {
  readonly margin: number
  /** The learner's, defaults included. */
  readonly parameters: Readonly<Record<string, number>>
  /** Which of the parameters hold the fit back, and all go together. */
  readonly penalties: readonly string[]
}

/** Added to the recipe's margin. */
const MARGIN_STEPS = [-0.02, 0, 0.03, 0.08] as const
/** The recipe's penalties so many times. */
const PENALTY_FACTORS = [0.1, 1, 10, 100] as const
const MARGIN_MOST = 0.5
/** Of a recipe that has no margin, in place of a smaller one. */
const MARGIN_OF_NONE = 0.15

/**
 * The fixed neighbourhood of a recipe: every choice of a margin and of how hard the fit is held back, the recipe itself left out. With it a family of
 * sixteen: what is best among them by chance is not best again in the other half of time. The same recipe always has the same neighbours, so nobody
 * chooses rivals that are easy to beat. They are tried, and so they count as trials.
 */
export function neighbourhood({ margin, parameters, penalties }: Recipe): readonly Neighbour[] {
  const margins = MARGIN_STEPS.map((step) => steppedFrom(margin, step))
  return PENALTY_FACTORS.flatMap((factor) => margins.flatMap((one, place): Neighbour[] => {
    if (factor === 1 && MARGIN_STEPS[place] === 0) return []
    const held = Object.fromEntries(penalties.map((name) => [name, parameters[name]! * factor]))
    return [{ name: `margin ${rounded(one)}, penalty × ${factor}`, changes: { 'policy.margin': one }, parameters: { ...parameters, ...held } }]
  }))
}

function steppedFrom(margin: number, step: number): number {
  if (margin + step < 0) return margin > 0 ? margin / 2 : MARGIN_OF_NONE
  return margin + step > MARGIN_MOST ? margin - step : margin + step
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000
