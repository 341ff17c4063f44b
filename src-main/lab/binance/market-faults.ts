import type { InstrumentVersion } from '../../../src-shared/domain/instrument.ts'
import { HOUR_MS, type Amount, type Price, type Quantity, type Rate } from '../../../src-shared/domain/units.ts'
import type { FaultEffect, FaultOptions } from './faults.ts'
import type { LabClock } from './lab-clock.ts'
import type { Limits } from './limits.ts'
import type { LiveMarket } from './market/live-market.ts'

const SPIKE = 1.05
const STEP_MS = HOUR_MS
const DRIFT_MS = 1_000
const BAN_MS = 120_000

/** Faults of the market itself, of the venue's clock and of its budgets. */
export function marketEffects(market: LiveMarket, clock: LabClock, limits: Limits): Readonly<Record<string, FaultEffect>> {
  const symbolsOf = ({ symbol }: FaultOptions): readonly string[] => (symbol === undefined ? market.symbols : [symbol])
  const each = (act: (symbol: string, options: FaultOptions) => void) => (options: FaultOptions): void => symbolsOf(options).forEach((symbol) => act(symbol, options))
  const all = (act: (symbol: string) => void) => (): void => market.symbols.forEach(act)
  return {
    'filters-change': { start: each((symbol) => market.change(symbol, (version) => otherFilters(version, market.at(symbol).labSymbol.pricePrecision))) },
    'brackets-change': { start: each((symbol) => market.change(symbol, otherBrackets)) },
    halted: { start: each((symbol, { status = 'SETTLING' }) => market.setStatus(symbol, status)), stop: all((symbol) => trade(market, symbol)) },
    delisted: { start: each((symbol) => market.setStatus(symbol, 'CLOSE')), stop: all((symbol) => trade(market, symbol)) },
    unlisted: { start: each((symbol) => market.unlist(symbol)), stop: all((symbol) => market.list(symbol)) },
    frozen: { start: each((symbol) => market.freeze(symbol)), stop: all((symbol) => market.thaw(symbol)) },
    'mark-spike': { start: each((symbol) => (market.at(symbol).markFactor = SPIKE)), stop: all((symbol) => (market.at(symbol).markFactor = 1)) },
    'clock-step': { start: ({ ms = STEP_MS }) => clock.step(ms), stop: () => clock.right() },
    'clock-drift': { start: ({ ms = DRIFT_MS }) => clock.drift(ms / HOUR_MS), stop: () => clock.right() },
    'too-many': { start: () => limits.spend() },
    banned: { start: ({ ms = BAN_MS }) => limits.ban(ms) },
  }
}

function trade(market: LiveMarket, symbol: string): void {
  if (market.status(symbol) !== 'TRADING') market.setStatus(symbol, 'TRADING')
}

function otherFilters(version: InstrumentVersion, pricePrecision: number): InstrumentVersion {
  const { rules, priceDecimals } = version
  const finest = 10 ** (priceDecimals - pricePrecision)
  const tick = Math.max(finest, rules.priceLadder[0]!.tick / 10)
  return {
    ...version,
    rules: {
      ...rules, priceLadder: [{ from: 0 as Price, tick: tick as Price }], quantityStep: (rules.quantityStep * 10) as Quantity, quantityMin: (rules.quantityMin * 10) as Quantity, notionalMin: (rules.notionalMin * 2) as Amount,
    },
  }
}

/** Half as high again, with the deductions that go with it. */
const otherBrackets = (version: InstrumentVersion): InstrumentVersion => ({
  ...version,
  marginTiers: version.marginTiers.map((tier) => ({ ...tier, maintenanceRate: (tier.maintenanceRate * 1.5) as Rate, deduction: (tier.deduction * 1.5) as Amount })),
})
