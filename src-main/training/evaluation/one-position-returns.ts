import { DAY_MS } from '../../../src-shared/domain/units.ts'
import type { PolicyOutcome } from '../policy-run.port.ts'
import { atMost, type Check } from './check.ts'

/** Rounding of a quotient, and no more. */
const ROUNDING = 1e-9

/**
 * Whether daily returns are those of the account: each day's is what its equity, of one position an instrument at a time, went through. Returns of labels
 * overlap, and a Sharpe ratio of them counts the same move many times over; there is no equity that they are the returns of.
 */
export function onePositionReturns({ day, net, equity: { time, value } }: Pick<PolicyOutcome, 'day' | 'net' | 'equity'>): Check {
  const worth = (moment: number): number => value[Math.max(0, time.findIndex((at) => at >= moment))] ?? Number.NaN
  const last = time.at(-1) ?? Number.NaN
  const widest = day.reduce((gap, start, place) => {
    const [from, to] = [worth(start), start + DAY_MS >= last ? value.at(-1)! : worth(start + DAY_MS)]
    const off = Math.abs(from > 0 ? net[place]! - (to / from - 1) : net[place]!)
    return Number.isNaN(off) ? Infinity : Math.max(gap, off)
  }, day.length === net.length && time.length === value.length ? 0 : Infinity)
  return atMost('one-position-returns', widest, ROUNDING)
}
