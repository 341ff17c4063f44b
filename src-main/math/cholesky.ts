/**
 * Solves A x = b for a symmetric, positive definite A (row after row, size × size). Throws RangeError when A is not positive definite:
 * a column that depends on the others, or numbers that are not finite.
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const lower = factor(matrix, size)
  const solution = Float64Array.from(right)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) solution[row]! -= lower[row * size + column]! * solution[column]!
    solution[row]! /= lower[row * size + row]!
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let column = row + 1; column < size; column++) solution[row]! -= lower[column * size + row]! * solution[column]!
    solution[row]! /= lower[row * size + row]!
  }
  return solution
}

/** The lower triangle L with L Lᵀ = A. */
function factor(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!
      for (let inner = 0; inner < column; inner++) sum -= lower[row * size + inner]! * lower[column * size + inner]!
      if (row !== column) lower[row * size + column] = sum / lower[column * size + column]!
      else if (sum > 0) lower[row * size + row] = Math.sqrt(sum)
      else throw new RangeError('the matrix is not positive definite: a column depends on the others')
    }
  }
  return lower
}
