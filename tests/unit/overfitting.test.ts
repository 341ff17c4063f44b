import { describe, expect, it } from 'vitest'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { overfittingByCscv, type Overfitting } from '../../src-main/statistics/overfitting.ts'
import { boxMuller } from '../support/normals.ts'

function matrix(seed: number, periods: number, columns: number, edge = 0): readonly Float64Array[] {
  const normal = boxMuller(seed)
  const made = Array.from({ length: columns }, () => new Float64Array(periods))
  for (let period = 0; period < periods; period++) made.forEach((column, place) => (column[period] = 0.01 * normal() + (place === 0 ? edge : 0)))
  return made
}

const HAND = [[1, 3, 2], [2, 1, 3], [3, 2, 1], [1, 2, 3], [2, 3, 1], [3, 1, 2], [1, 1, 4], [4, 2, 2]]
const hand = [0, 1, 2].map((column) => Float64Array.from(HAND, (row) => (row[column]! - 2) / 100))

function expectFigures(found: Overfitting, { combinations, figures }: { readonly combinations: number; readonly figures: readonly number[] }): void {
  expect(found.combinations).toBe(combinations)
  const actual = [found.pbo, found.meanInSample, found.meanOutOfSample, found.slope, found.lossShare, found.logits[0]!]
  actual.forEach((value, place) => expect(Math.abs(value - figures[place]!), `figure ${place}: ${value}`).toBeLessThan(1e-9))
}

describe('overfitting by CSCV', () => {
  it('draws the numbers that the published matrices are made of', () => {
    const random = new SeededRandom(42)
    expect([0, 0, 0, 0].map(() => random.uniform())).toEqual([0.6011037519201636, 0.44829055899754167, 0.8524657934904099, 0.6697340414393693])
    const normal = boxMuller(42)
    for (const value of [-1.2848381576290195, -0.9453528099747296, -0.6112802846514629, -0.5658325852126875]) expect(normal()).toBeCloseTo(value, 12)
  })

  it('gives the figures of noise, of an edge and of a small matrix', () => {
    expectFigures(overfittingByCscv(matrix(42, 240, 20), 8), { combinations: 70, figures: [0.5857142857142857, 0.16910945003243424, -0.01943223313743304, -0.33311164241492397, 0.6142857142857143, -0.09531017980432502] })
    expectFigures(overfittingByCscv(matrix(42, 240, 20, 0.003), 8), { combinations: 70, figures: [0.02857142857142857, 0.3015108389255613, 0.2797682921233702, -0.47577127729961255, 0.04285714285714286, 2.9957322735539895] })
    expectFigures(overfittingByCscv(matrix(7, 16, 4), 4), { combinations: 6, figures: [0.3333333333333333, 0.4718954589708287, 0.1007545787075949, -0.3911766442502506, 0.3333333333333333, -1.3862943611198906] })
  })

  it('breaks ties as said, and never by rounding', () => {
    expectFigures(overfittingByCscv(hand, 4), { combinations: 6, figures: [1, 0.34669651481820285, -0.026147741273445047, -0.6064455889895324, 0.3333333333333333, 0] })
    // Equal columns: the first is chosen, and nobody is below it.
    const same = Float64Array.from([1, 2, 1, 3, 2, 2, 1, 3])
    expect(overfittingByCscv([same, same, same], 4)).toMatchObject({ pbo: 1 })
  })

  it('chooses among those that may be chosen, and ranks among all', () => {
    const [good, bad, better] = [[1, 2, 1, 2], [-1, -2, -1, -2], [3, 4, 3, 4]].map((values) => Float64Array.from([...values, ...values], (value) => value / 100))
    expect(overfittingByCscv([good!, bad!, better!], 4)).toMatchObject({ pbo: 0 })
    expect(overfittingByCscv([good!, bad!, better!], 4, 2).logits[0]).toBe(0)
  })

  it('says what it cannot do', () => {
    expect(() => overfittingByCscv(hand, 3)).toThrow(/even number/)
    expect(() => overfittingByCscv([hand[0]!], 4)).toThrow(/two columns/)
    expect(() => overfittingByCscv(hand, 10)).toThrow(/two periods/)
  })
})
