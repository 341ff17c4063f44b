/**
 * Which of many places along a line get a text: no two nearer than `distance`. Those with a higher rank go first, and of the same
 * rank those further right, since what is new counts most.
 */
export function thinned<T extends { readonly x: number; readonly rank: number }>(places: readonly T[], distance: number): ReadonlySet<T> {
  const chosen = new Set<T>()
  const taken = new Map<number, number[]>()
  const near = (x: number): boolean => {
    const cell = Math.floor(x / distance)
    return [cell - 1, cell, cell + 1].some((key) => taken.get(key)?.some((other) => Math.abs(other - x) < distance))
  }
  for (const place of places.toSorted((a, b) => b.rank - a.rank || b.x - a.x)) {
    if (near(place.x)) continue
    const cell = Math.floor(place.x / distance)
    taken.set(cell, [...(taken.get(cell) ?? []), place.x])
    chosen.add(place)
  }
  return chosen
}
