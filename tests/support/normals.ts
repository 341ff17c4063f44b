import { SeededRandom } from '../../src-main/base/seeded-random.ts'

/** Normals of the published matrices: Box–Muller's cosine branch on the same uniforms. */
export function boxMuller(seed: number): () => number {
  const random = new SeededRandom(seed)
  return () => {
    const u = 1 - random.uniform()
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.uniform())
  }
}

/** Daily returns with a deviation of 1 % of recipes that share `alike` of their variance; `annual` their true Sharpe ratios. */
export function recipes(seed: number, days: number, { alike, annual }: { readonly alike: number; readonly annual: readonly number[] }): readonly Float64Array[] {
  const random = new SeededRandom(seed)
  const columns = annual.map(() => new Float64Array(days))
  for (let day = 0; day < days; day++) {
    const common = Math.sqrt(alike) * random.normal()
    annual.forEach((ratio, recipe) => (columns[recipe]![day] = 0.01 * (common + Math.sqrt(1 - alike) * random.normal() + ratio / Math.sqrt(365))))
  }
  return columns
}
