import type { GuardVerdict } from '../../../src-shared/domain/decision.ts'
import { unknown, type Guard } from '../verdict.ts'

const UNIT = 'losses in a row'

/** Warns while size is reduced; refuses until the pause after the last loss is over. */
export const lossStreak: Guard = ({ lossStreak: streak, lastLossAt, now }, { lossStreakReduce, lossStreakPause, lossPauseMs }) => {
  const verdict = (level: GuardVerdict['verdict'], value: number): GuardVerdict => ({ guard: 'loss-streak', verdict: level, value, limit: lossStreakPause, unit: UNIT })
  if (streak === null || Number.isNaN(streak)) return unknown('loss-streak', lossStreakPause, UNIT)
  if (streak < Math.min(lossStreakReduce, lossStreakPause)) return verdict('allow', streak)
  if (streak < lossStreakPause) return verdict('warn', streak)
  if (lastLossAt === null) return unknown('loss-streak', lossStreakPause, UNIT)
  return verdict(now - lastLossAt >= lossPauseMs ? 'warn' : 'refuse', streak)
}
