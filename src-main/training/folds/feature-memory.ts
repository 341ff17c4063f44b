import { DAY_MS } from '../../../src-shared/domain/units.ts'
import { featuresNamed } from '../../features/catalogue.ts'

/** How far back the longest-sighted of some features looks: its window, what its averages are begun from, and the settlements it needs. */
export function featureMemoryMs(names: readonly string[], stepMs: number): number {
  const reaches = featuresNamed(names).map(({ window, seed, fundingMs }) => Math.max(window * stepMs + (seed === undefined ? 0 : seed * stepMs + DAY_MS), fundingMs ?? 0))
  return Math.max(0, ...reaches)
}
