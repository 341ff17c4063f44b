import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { reason, type Reason } from '../../src-shared/domain/reason.ts'
import type { RiskSettings } from '../../src-shared/domain/strategy.ts'
import { fundingLimit } from './funding-limit.ts'
import { liquidationLimit } from './liquidation-limit.ts'
import { fallFrom } from './losses.ts'
import type { RiskContext } from './risk-context.ts'

interface AccountWatch {
  /** Not set yet. */
  readonly latchesToSet: readonly { readonly latch: string; readonly reason: Reason }[]
  /** True while a latch that asks for it is set or to be set: own quantity must go. Holds after a restart too. */
  readonly flatten: boolean
}

const FLATTENING = ['daily-loss', 'drawdown'] as const

/** Looks at the account as a whole. It never clears a latch: neither better equity nor a new day does. What is not known breaches nothing. */
export function watchAccount(context: Pick<RiskContext, 'equity' | 'openingEquity' | 'highWater'> & { readonly latches: readonly string[] }, settings: RiskSettings): AccountWatch {
  const ofDay = fallFrom(context.openingEquity, context.equity, settings.dailyLossMax)
  const ofHighest = fallFrom(context.highWater, context.equity, settings.drawdownMax)
  // Asked at every price of what is held, and nearly always all is well.
  if (!ofDay?.breached && !ofHighest?.breached && context.latches.length === 0) return CALM
  const falls = { 'daily-loss': ofDay, drawdown: ofHighest }
  const latchesToSet = FLATTENING.flatMap((latch) => {
    const fall = falls[latch]
    if (!fall?.breached || context.latches.includes(latch)) return []
    const { code, limit } = MARKS[latch]
    return [{ latch, reason: reason(code, { lostPercent: percent(fall.fraction), limitPercent: percent(settings[limit]) }) }]
  })
  return { latchesToSet, flatten: latchesToSet.length > 0 || FLATTENING.some((latch) => context.latches.includes(latch)) }
}

const CALM: AccountWatch = { latchesToSet: [], flatten: false }

const MARKS = { 'daily-loss': { code: 'lost-of-day', limit: 'dailyLossMax' }, drawdown: { code: 'lost-of-highest', limit: 'drawdownMax' } } as const

/** With two decimals, for reading. */
const percent = (fraction: number): string => formatDecimal(Math.round(fraction * 10_000), 2)

type PositionWatch = 'hold' | 'warn' | 'close'

const CLOSE_PART = 0.5

/**
 * Liquidation distance of a held position: warns below the limit that entries have, closes below half of it.
 * What is not known warns; it does not close, unless what is known is already too little.
 */
export function watchPosition({ liquidationDistance, stopDistance, dailyAtr }: Pick<RiskContext, 'liquidationDistance' | 'stopDistance' | 'dailyAtr'>, settings: RiskSettings): PositionWatch {
  const value = liquidationDistance ?? Number.NaN
  const knownLimit = Math.max(settings.liquidationStopDistances * (stopDistance ?? 0), settings.liquidationDailyAtrs * (dailyAtr ?? 0))
  if (value < CLOSE_PART * knownLimit) return 'close'
  return value >= liquidationLimit(stopDistance, dailyAtr, settings) ? 'hold' : 'warn'
}

type FundingWatch = Pick<RiskContext, 'fundingAgainst' | 'takeProfitDistance'> & {
  /** Until the next settlement. */
  readonly settlesInMs: number | null
}

/** Whether a held position is closed rather than made to pay: only where that is wanted, and only for what is known. */
export function closesBeforeFunding({ fundingAgainst, takeProfitDistance, settlesInMs }: FundingWatch, settings: RiskSettings): boolean {
  const { closeBeforeFundingMs = 0 } = settings
  if (settlesInMs === null || !(settlesInMs <= closeBeforeFundingMs)) return false
  return (fundingAgainst ?? Number.NaN) > fundingLimit(takeProfitDistance, settings)
}

/** The part of the usual size that is taken now: less after losses in a row, and while entries cost more than was modelled. An unknown streak counts as one. */
export function sizeFactor({ lossStreak, slippageMultiple }: Pick<RiskContext, 'lossStreak' | 'slippageMultiple'>, { lossStreakReduce, slippageMultipleReduce }: RiskSettings): number {
  const isCalm = lossStreak !== null && lossStreak < lossStreakReduce
  const isAsModelled = slippageMultiple === null || slippageMultipleReduce === undefined || slippageMultiple <= slippageMultipleReduce
  return isCalm && isAsModelled ? 1 : 0.5
}
