import { integerOf, textOf, type Params } from './params.ts'
import { invalid, refusal } from './refusal.ts'

const WEEK_MS = 7 * 86_400_000

/** Whether a time lies between startTime and endTime; the last seven days when neither is sent. */
export function inWindow(params: Params, now: number, longestMs: number = WEEK_MS): (time: number) => boolean {
  const [start, end] = [integerOf(params, 'startTime'), integerOf(params, 'endTime')]
  if (start !== undefined && end !== undefined && end < start) throw invalid('endTime')
  if (start !== undefined && end !== undefined && end - start > longestMs) throw refusal(-4166, 'Search window is restricted to recent 7 days only.')
  const from = start ?? (end ?? now) - longestMs
  const to = end ?? (start === undefined ? now : start + longestMs)
  return (time) => time >= from && time <= to
}

export function listLimit(params: Params, { otherwise, most }: { readonly otherwise: number; readonly most: number }): number {
  const limit = textOf(params, 'limit') === undefined ? otherwise : integerOf(params, 'limit')
  if (limit === undefined || limit < 1 || limit > most) throw invalid('limit')
  return limit
}
