import { meanOf } from './moments.ts'

/** Above this mean correlation two groups of trials are one idea. */
const ONE_IDEA = 0.5

/** Correlation of the places where both are known. Null with fewer than `least` of them or where one does not vary. */
export function correlation(first: Float64Array, second: Float64Array, least = 2): number | null {
  let [count, meanX, meanY] = [0, 0, 0]
  let [xx, yy, xy] = [0, 0, 0]
  for (let index = 0; index < first.length; index++) {
    const [x, y] = [first[index]!, second[index]!]
    if (Number.isNaN(x) || Number.isNaN(y)) continue
    count++
    const [offX, offY] = [x - meanX, y - meanY]
    meanX += offX / count
    meanY += offY / count
    xx += offX * (x - meanX)
    yy += offY * (y - meanY)
    xy += offX * (y - meanY)
  }
  return count >= least && xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null
}

/** Of all pairs, row after row; 1 on the diagonal, 0 where it cannot be said: what is not known to be alike counts as different. */
export function correlationMatrix(columns: readonly Float64Array[], least: number): Float64Array {
  const count = columns.length
  const matrix = new Float64Array(count * count)
  // Where nothing is missing a pair is one product of unit vectors, which many trials on the same days need.
  const units = columns.map((column) => (column.length >= least ? unitOf(column) : undefined))
  for (let row = 0; row < count; row++) {
    matrix[row * count + row] = 1
    for (let other = 0; other < row; other++) {
      const [one, two] = [units[row], units[other]]
      matrix[row * count + other] = matrix[other * count + row] = one && two ? product(one, two) : (correlation(columns[row]!, columns[other]!, least) ?? 0)
    }
  }
  return matrix
}

/** The values less their mean, of length 1. Undefined where one is missing or nothing varies. */
function unitOf(column: Float64Array): Float64Array | undefined {
  const mean = meanOf(column)
  const length = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) * (value - mean), 0))
  return length > 0 ? column.map((value) => (value - mean) / length) : undefined
}

function product(first: Float64Array, second: Float64Array): number {
  let sum = 0
  for (let index = 0; index < first.length; index++) sum += first[index]! * second[index]!
  return Math.min(1, Math.max(-1, sum))
}

/**
 * Groups by average linkage: the two groups of the highest mean correlation are joined while that is at least `threshold`. Followed along chains of nearest
 * neighbours, which comes to the same in O(n²).
 */
export function correlationClusters(matrix: Float64Array, threshold: number = ONE_IDEA): readonly (readonly number[])[] {
  const count = Math.round(Math.sqrt(matrix.length))
  const likeness = Float64Array.from(matrix)
  const members: (number[] | undefined)[] = Array.from({ length: count }, (_, index) => [index])
  const done: number[][] = []
  const chain: number[] = []
  for (let left = count; left > 0;) {
    if (chain.length === 0) chain.push(members.findIndex((group) => group !== undefined))
    const last = chain.at(-1)!
    const nearest = nearestTo(last, likeness, members, chain.at(-2))
    if (nearest === undefined || likeness[last * count + nearest]! < threshold) {
      // Nobody is near enough to it, and whatever is joined later will not be nearer: average linkage never brings groups closer.
      done.push(members[last]!)
      members[last] = undefined
      chain.pop()
      left--
    } else if (nearest === chain.at(-2)) {
      chain.length -= 2
      join(likeness, members, nearest, last)
      left--
    } else chain.push(nearest)
  }
  return done.map((group) => group.toSorted((a, b) => a - b)).toSorted((a, b) => a[0]! - b[0]!)
}

/** The most alike of the other groups; the one the chain came from where it is as near as any, so that chains end. */
function nearestTo(group: number, likeness: Float64Array, members: readonly (readonly number[] | undefined)[], before: number | undefined): number | undefined {
  const count = members.length
  let nearest = before
  for (let other = 0; other < count; other++) {
    if (other === group || members[other] === undefined) continue
    if (nearest === undefined || likeness[group * count + other]! > likeness[group * count + nearest]!) nearest = other
  }
  return nearest
}

function join(likeness: Float64Array, members: (number[] | undefined)[], kept: number, gone: number): void {
  const count = members.length
  const [keptSize, goneSize] = [members[kept]!.length, members[gone]!.length]
  for (let other = 0; other < count; other++) {
    if (other === kept || other === gone) continue
    const mean = (keptSize * likeness[kept * count + other]! + goneSize * likeness[gone * count + other]!) / (keptSize + goneSize)
    likeness[kept * count + other] = likeness[other * count + kept] = mean
  }
  members[kept] = [...members[kept]!, ...members[gone]!]
  members[gone] = undefined
}

/**
 * How many independent trials these are worth: of each cluster ρ + (1 − ρ)·n, ρ its mean correlation (Bailey and López de Prado 2014, appendix). Never fewer than
 * clusters, never more than trials.
 */
export function effectiveTrials(matrix: Float64Array, clusters: readonly (readonly number[])[]): number {
  const count = Math.round(Math.sqrt(matrix.length))
  return clusters.reduce((sum, group) => {
    if (group.length === 1) return sum + 1
    const pairs = group.flatMap((row, place) => group.slice(0, place).map((other) => matrix[row * count + other]!))
    const alike = Math.min(1, Math.max(0, meanOf(pairs)))
    return sum + alike + (1 - alike) * group.length
  }, 0)
}
