import type { GuardView, StatusView } from '../../../src-shared/contract/views.ts'

type Verdict = GuardView['verdict']

/** Guards whose value the status tells at any time, so that nobody has to wait for the next entry to see it. */
export function liveGuards(status: StatusView): readonly GuardView[] {
  const { equity, openingEquity, highWater, limits, marginUse, latches, components, trading } = status
  const unwell = components.filter(({ healthy }) => !healthy).length
  return [
    onOff('trading-off', trading, 'trading on'),
    none('latch', latches.length, 'latches set'),
    ...(components.length === 0 ? [] : [none('system-health', unwell, 'components not healthy')]),
    part('margin-use', marginUse, limits.marginUseMax, marginVerdict(marginUse, status)),
    fall('daily-loss', openingEquity, equity, limits.dailyLossMax),
    fall('drawdown', highWater, equity, limits.drawdownMax),
  ]
}

const onOff = (guard: string, isOn: boolean, unit: string): GuardView => ({ guard, verdict: isOn ? 'allow' : 'refuse', value: Number(isOn), limit: 1, unit })
const none = (guard: string, count: number, unit: string): GuardView => ({ guard, verdict: count === 0 ? 'allow' : 'refuse', value: count, limit: 0, unit })
const part = (guard: string, value: number | null, limit: number, verdict: Verdict): GuardView => ({ guard, verdict, value, limit, unit: 'part of equity' })

function marginVerdict(use: number | null, { limits }: StatusView): Verdict {
  if (use === null || use > limits.marginUseMax) return 'refuse'
  return use > limits.marginUseWarn ? 'warn' : 'allow'
}

/** A rise is no fall below zero: nothing of the limit is used. Reaching the limit is a breach. */
function fall(guard: string, from: string | null, to: string | null, limit: number): GuardView {
  if (from === null || to === null || Number(from) <= 0) return part(guard, null, limit, 'refuse')
  const value = Math.max(0, (Number(from) - Number(to)) / Number(from))
  return part(guard, value, limit, value >= limit ? 'refuse' : 'allow')
}
