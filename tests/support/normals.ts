import { SeededRandom } from '../../src-main/base/seeded-random.ts'

/** Normals of the published matrices: Box–Muller's cosine branch on the same uniforms. */
export function boxMuller(seed: number): () => number {
  const random = new SeededRandom(seed)
  return () => {
    const u = 1 - random.uniform()
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.uniform())
  }
}
