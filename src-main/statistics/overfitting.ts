import { log } from '../math/elementary.ts'
import { meanOf } from './moments.ts'

/**
 * Probability of back-test overfitting by combinatorially symmetric cross-validation: Bailey, Borwein, López de Prado and Zhu, "The Probability of Backtest
 * Overfitting", J. Comp. Finance 2017. Columns are the returns of recipes over the same periods. These are cut into blocks; each half of the blocks is once
 * the sample that chooses the recipe of the best Sharpe ratio, and the other half says where among all recipes that one really stands.
 */
export interface Overfitting {
  readonly combinations: number
  /** Part of the combinations in which the chosen one was no better than the median. Around one half for recipes that know nothing. */
  readonly pbo: number
  /** Of the chosen ones, per period. */
  readonly meanInSample: number
  readonly meanOutOfSample: number
  /** Of the ratio outside over the one inside: below zero, the better it looked the worse it was. */
  readonly slope: number
  /** Part of the combinations in which the chosen one lost outside. */
  readonly lossShare: number
  /** ln(ω / (1 − ω)) of each combination, ω = rank ÷ (columns + 1). */
  readonly logits: Float64Array
}

/** Ratios nearer to each other than this are equal: their difference is rounding, and must not make a rank. */
const ROUNDING = 1e-12
const BLOCKS_MOST = 16

/**
 * Rank is 1 + how many columns are below; where the sample ties, the first column is chosen. Only the first `eligible` columns can be chosen; `isRival` says which
 * others it is ranked among, all unless told.
 * `blocks` is even; where they do not divide the periods the oldest are left out. Throws where there is too little of anything.
 */
export function overfittingByCscv(columns: readonly ArrayLike<number>[], blocks: number, eligible: number = columns.length, isRival: (column: number) => boolean = () => true): Overfitting {
  const length = Math.floor((columns[0]?.length ?? 0) / blocks)
  if (blocks % 2 !== 0 || blocks < 2 || blocks > BLOCKS_MOST) throw new Error(`${blocks} blocks cannot be halved: an even number up to ${BLOCKS_MOST} is needed`)
  if (columns.length < 2 || eligible < 1 || length < 1 || blocks * length < 4) throw new Error('overfitting needs two columns and, in each half of the blocks, two periods')
  const halves = halvesOf(blocks)
  const ratios = columns.map((column) => halfRatios(column, blocks, halves))
  const rivals = ratios.filter((_, column) => isRival(column))
  const [inside, outside] = [new Float64Array(halves.length), new Float64Array(halves.length)]
  const logits = Float64Array.from(halves, (_, half) => {
    const chosen = bestOf(ratios, half, eligible)
    // In rising order the complement of the first half is the last one, and so on inwards.
    const other = halves.length - 1 - half
    inside[half] = ratios[chosen]![half]!
    outside[half] = ratios[chosen]![other]!
    const rank = 1 + below(rivals, other, outside[half]!)
    return log(rank / (rivals.length + (isRival(chosen) ? 1 : 2) - rank))
  })
  return summed(inside, outside, logits)
}

function summed(inside: Float64Array, outside: Float64Array, logits: Float64Array): Overfitting {
  const combinations = logits.length
  return {
    combinations,
    pbo: logits.filter((logit) => logit <= 0).length / combinations,
    meanInSample: meanOf(inside),
    meanOutOfSample: meanOf(outside),
    slope: slopeOf(inside, outside),
    lossShare: outside.filter((ratio) => ratio < -ROUNDING).length / combinations,
    logits,
  }
}

/** Every choice of half of the blocks, as bits, rising. */
function halvesOf(blocks: number): readonly number[] {
  return Array.from({ length: 2 ** blocks }, (_, mask) => mask).filter((mask) => bitsOf(mask) === blocks / 2)
}

function bitsOf(mask: number): number {
  let bits = 0
  for (let rest = mask; rest > 0; rest >>= 1) bits += rest & 1
  return bits
}

/** The Sharpe ratio of a column in each half; 0 where nothing varies. Sums are around the column's mean, so that no digits are lost. */
function halfRatios(column: ArrayLike<number>, blocks: number, halves: readonly number[]): Float64Array {
  const [length, mean] = [Math.floor(column.length / blocks), meanOf(column)]
  const [sums, squares] = [new Float64Array(blocks), new Float64Array(blocks)]
  const from = column.length - blocks * length
  for (let place = 0; place < blocks * length; place++) {
    const off = column[from + place]! - mean
    sums[Math.floor(place / length)]! += off
    squares[Math.floor(place / length)]! += off * off
  }
  const [sumOf, squaresOf] = [subsetSums(sums), subsetSums(squares)]
  const count = (blocks / 2) * length
  return Float64Array.from(halves, (mask) => {
    const sum = sumOf(mask)
    const variance = (squaresOf(mask) - (sum * sum) / count) / (count - 1)
    return variance > 1e-30 ? (mean + sum / count) / Math.sqrt(variance) : 0
  })
}

/** The sum of the values whose bits are set: one look-up for the lower and one for the upper half of the bits. */
function subsetSums(values: Float64Array): (mask: number) => number {
  const bits = values.length >> 1
  const [lower, upper] = [tableOf(values.subarray(0, bits)), tableOf(values.subarray(bits))]
  return (mask) => lower[mask & (2 ** bits - 1)]! + upper[mask >> bits]!
}

function tableOf(values: Float64Array): Float64Array {
  const table = new Float64Array(2 ** values.length)
  values.forEach((value, bit) => {
    for (let mask = 2 ** bit; mask < 2 ** (bit + 1); mask++) table[mask] = table[mask - 2 ** bit]! + value
  })
  return table
}

function bestOf(ratios: readonly Float64Array[], half: number, eligible: number): number {
  let best = 0
  for (let column = 1; column < eligible; column++) if (ratios[column]![half]! > ratios[best]![half]! + ROUNDING) best = column
  return best
}

function below(ratios: readonly Float64Array[], half: number, ratio: number): number {
  let count = 0
  for (const column of ratios) if (column[half]! < ratio - ROUNDING) count++
  return count
}

function slopeOf(x: Float64Array, y: Float64Array): number {
  const [meanX, meanY] = [meanOf(x), meanOf(y)]
  let [together, alone] = [0, 0]
  for (let index = 0; index < x.length; index++) {
    together += (x[index]! - meanX) * (y[index]! - meanY)
    alone += (x[index]! - meanX) * (x[index]! - meanX)
  }
  return alone > 0 ? together / alone : 0
}
