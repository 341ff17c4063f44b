/** Area under the ROC curve: the chance that a hit was given the higher forecast than a miss, ties counting half. Null without both. `hits` are 0 or 1. */
export function areaUnderCurve(forecasts: Float64Array, hits: Float64Array): number | null {
  const ofHits = forecasts.filter((_, row) => hits[row] === 1).toSorted()
  const ofMisses = forecasts.filter((_, row) => hits[row] !== 1).toSorted()
  if (ofHits.length === 0 || ofMisses.length === 0) return null
  let [below, upTo, sum] = [0, 0, 0]
  for (const forecast of ofHits) {
    while (below < ofMisses.length && ofMisses[below]! < forecast) below += 1
    while (upTo < ofMisses.length && ofMisses[upTo]! <= forecast) upTo += 1
    sum += below + upTo
  }
  return sum / (2 * ofHits.length * ofMisses.length)
}

/** Spearman's: how far two columns put rows in the same order, ties sharing their rank. Null where one of them puts them in none. */
export function rankCorrelation(first: Float64Array, second: Float64Array): number | null {
  const [x, y] = [ranksOf(first), ranksOf(second)]
  const middle = (first.length + 1) / 2
  let [xy, xx, yy] = [0, 0, 0]
  for (let row = 0; row < x.length; row++) {
    const [dx, dy] = [x[row]! - middle, y[row]! - middle]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null
}

/** From 1 on; equal values share the mean of their ranks. */
function ranksOf(values: Float64Array): Float64Array {
  const sorted = values.toSorted()
  return values.map((value) => (placeOf(sorted, (other) => other >= value) + placeOf(sorted, (other) => other > value) + 1) / 2)
}

/** The first place of a sorted column at which something holds that holds from there on. */
function placeOf(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(sorted[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

/** Places from the lowest value to the highest, equal ones as they stand, cut into so many parts of equal number. */
export function equalParts(values: Float64Array, parts: number): readonly Int32Array[] {
  const order = Int32Array.from(values.keys()).sort((first, second) => values[first]! - values[second]! || first - second)
  const cut = (part: number): number => Math.floor((part * order.length) / parts)
  return Array.from({ length: parts }, (_, part) => order.slice(cut(part), cut(part + 1)))
}
