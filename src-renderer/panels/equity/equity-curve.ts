import type { EquityPoint } from '../../../src-shared/contract/views.ts'
import { drawdowns, perMinute, type Point } from '../../charts/decimate.ts'

export type EquityScope = 'day' | 'whole'

/** What a panel needs to know of a stretch of the curve. */
export interface EquityFacts {
  readonly points: readonly Point[]
  /** What the curve is measured against: the opening equity of the day, or the first there is. */
  readonly base: number
  /** The equity at which the day's loss limit is reached; for the day only. */
  readonly lossLimit: number | null
  /** So near that it is drawn with the curve; else it would press the curve flat. */
  readonly isLimitNear: boolean
  readonly drawdown: number
  readonly worst: number
}

const DAY_MS = 86_400_000
/** The part of the way to the limit from which on it is drawn. */
const NEAR = 0.25

interface DayBounds {
  readonly dayStart: number
  readonly openingEquity: string | null
  /** As a fraction of the opening equity. */
  readonly dailyLossMax: number
}

/** Days are those of the engine: they begin at midnight UTC. */
export const startOfDay = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS

export function equityFacts(rows: readonly EquityPoint[], { dayStart, openingEquity, dailyLossMax }: DayBounds, scope: EquityScope): EquityFacts | undefined {
  const points = perMinute(rows.flatMap(({ time, equity }) => (scope === 'whole' || time >= dayStart ? [{ time, value: Number(equity) }] : [])))
  const [first] = points
  if (!first) return undefined
  const opening = scope === 'day' && openingEquity !== null ? Number(openingEquity) : undefined
  const base = opening ?? first.value
  const lossLimit = opening === undefined ? null : opening * (1 - dailyLossMax)
  const lowest = points.reduce((low, { value }) => Math.min(low, value), base)
  const fallen = drawdowns(points)
  return {
    points, base, lossLimit, isLimitNear: lossLimit !== null && base - lowest >= NEAR * (base - lossLimit),
    drawdown: fallen.at(-1)?.value ?? 0, worst: fallen.reduce((worst, { value }) => Math.min(worst, value), 0),
  }
}
