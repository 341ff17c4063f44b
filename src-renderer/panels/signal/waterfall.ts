import type { SideDetail } from '../../../src-shared/contract/views.ts'

export interface WaterfallStep {
  readonly id: 'gross' | 'fees' | 'slippage' | 'funding' | 'net'
  /** What it adds, as a fraction of the notional; costs are below zero unless they pay us. */
  readonly value: number
  readonly from: number
  readonly to: number
}

/** From the gross edge through each cost to what is left; undefined when a part is not known. */
export function waterfall(side: SideDetail): readonly WaterfallStep[] | undefined {
  const { grossValue, feeCost, slippageCost, fundingCost, expectedValue } = side
  if (grossValue === null || feeCost === null || slippageCost === null || fundingCost === null || expectedValue === null) return undefined
  const costs = [['fees', feeCost], ['slippage', slippageCost], ['funding', fundingCost]] as const
  let reached = grossValue
  const steps = costs.map(([id, cost]): WaterfallStep => {
    const from = reached
    reached -= cost
    return { id, value: -cost, from, to: reached }
  })
  return [{ id: 'gross', value: grossValue, from: 0, to: grossValue }, ...steps, { id: 'net', value: expectedValue, from: 0, to: expectedValue }]
}

export interface Bar {
  /** Parts of the whole width, in percent. */
  readonly left: number
  readonly width: number
}

/** Where bars stand when all of them share one scale that holds zero. */
export function bars(steps: readonly WaterfallStep[]): { readonly zero: number; readonly bars: readonly Bar[] } {
  const ends = steps.flatMap(({ from, to }) => [from, to])
  const low = Math.min(0, ...ends)
  const span = Math.max(0, ...ends) - low || 1
  const at = (value: number): number => ((value - low) / span) * 100
  return { zero: at(0), bars: steps.map(({ from, to }) => ({ left: at(Math.min(from, to)), width: at(Math.max(from, to)) - at(Math.min(from, to)) })) }
}
