import type { SideLabels } from './side-labels.ts'

/** What a second model learns: whether to follow the first, which only says the side. One place for each entry that it wants and whose outcome is known. */
export interface MetaLabels {
  /** In the labels. */
  readonly places: Int32Array
  readonly sides: Int8Array
  /** 1 where following paid after all costs. */
  readonly isProfit: Uint8Array
  readonly net: Float64Array
}

/** What came of an entry at each place, on either side. */
type TwoSides = Readonly<Record<'long' | 'short', Pick<SideLabels, 'outcome' | 'net'>>>

/** `sides`: what the first model wants at each place, 1 long, −1 short, 0 nothing (López de Prado, Advances in Financial Machine Learning, 3.6). */
export function metaLabels(labels: TwoSides, sides: Int8Array): MetaLabels {
  const of = (place: number): TwoSides['long'] => (sides[place] === 1 ? labels.long : labels.short)
  const places = Int32Array.from(sides.keys()).filter((place) => sides[place] !== 0 && of(place).outcome[place] !== -2)
  const net = Float64Array.from(places, (place) => of(place).net[place]!)
  return { places, sides: Int8Array.from(places, (place) => sides[place]!), isProfit: Uint8Array.from(net, (one) => Number(one > 0)), net }
}
