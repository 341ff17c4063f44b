import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, type Price, type Quantity, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { findInstrument } from '../../src-main/venue/recorded/known-instruments.ts'
import { areAssumed, factsOf, newInstrument, updatedInstrument, venueName } from '../../src-main/venue/binance/instruments.ts'
import type { ListedSymbol } from '../../src-main/venue/binance/read-exchange-info.ts'

const BTC = findInstrument('BTCUSDT')
if (typeof BTC === 'string') throw new Error(BTC)
const LISTED_AT = 1_569_398_400_000
const NOW = 1_795_000_000_000 as TimeMs
const rules = BTC.versions[0]!.rules
const listed: ListedSymbol = { symbol: 'BTCUSDT', baseAsset: 'BTC', settleAsset: 'USDT', status: 'trading', onboardDate: LISTED_AT, priceDecimals: 8, quantityDecimals: 3, rules, liquidationFee: 1_250_000 as Rate }
const facts = factsOf('BTCUSDT', venueName('production'), BTC, [])

describe('an instrument as the venue lists it', () => {
  it('holds from the day of its listing, with brackets, slippage and fees that are known elsewhere', () => {
    const made = newInstrument(listed, facts)
    expect(made).toMatchObject({ instrumentId: 'BTCUSDT', venue: 'binance-usdm', riskGroup: BTC.riskGroup, slippage: BTC.slippage })
    expect(made.versions).toEqual([{ ...BTC.versions[0]!, validFrom: LISTED_AT - (LISTED_AT % DAY_MS), fees: { ...BTC.versions[0]!.fees, liquidation: 1_250_000 }, status: 'trading' }])
  })

  it('of which nothing is known gets a strict bracket, the slippage of a thin one, and the interval of funding that the venue tells', () => {
    const unknown = factsOf('NEWUSDT', venueName('local'), undefined, [{ symbol: 'NEWUSDT', fundingIntervalHours: 4 }])
    expect(unknown).toMatchObject({ venue: 'binance-usdm-local', slippage: 150_000, fees: { maker: 20_000, taker: 50_000 }, fundingIntervalMs: 4 * HOUR_MS })
    expect([areAssumed(unknown.marginTiers), areAssumed(facts.marginTiers)]).toEqual([true, false])
  })

  it('stays as it is while the venue tells the same', () => {
    const made = newInstrument(listed, facts)
    expect(updatedInstrument(made, { ...listed }, factsOf('BTCUSDT', venueName('production'), made, []), { at: NOW, seenAt: NOW })).toBe(made)
    // A status that is left out means that it trades.
    const { status: _, ...version } = made.versions[0]!
    const silent = { ...made, versions: [version] }
    expect(updatedInstrument(silent, listed, facts, { at: NOW, seenAt: NOW })).toBe(silent)
  })

  it.each<[string, Partial<ListedSymbol>]>([
    ['tick', { rules: { ...rules, priceLadder: [{ from: 0 as Price, tick: 1_000_000 as Price }] } }],
    ['step', { rules: { ...rules, quantityStep: 10 as Quantity } }],
    ['status', { status: 'halted' }],
    ['liquidation fee', { liquidationFee: 1_500_000 as Rate }],
  ])('gets one more version when its %s changes, and keeps what held before', (_what, change) => {
    const made = newInstrument(listed, facts)
    const after = updatedInstrument(made, { ...listed, ...change }, facts, { at: NOW, seenAt: (NOW - DAY_MS) as TimeMs })
    expect(after.versions).toHaveLength(2)
    expect(after.versions[0]).toBe(made.versions[0])
    expect(after.versions[1]?.validFrom).toBe(NOW)
  })

  it('keeps its decimals when a step becomes coarser: the rule is another, the numbers are the same', () => {
    const made = newInstrument(listed, facts)
    const coarser = { ...listed, quantityDecimals: 2, rules: { ...rules, quantityStep: 1 as Quantity, quantityMin: 1 as Quantity, quantityMax: 100_000 as Quantity, marketQuantityMax: 12_000 as Quantity } }
    const after = updatedInstrument(made, coarser, facts, { at: NOW, seenAt: (NOW - DAY_MS) as TimeMs })
    expect(after.versions[1]).toEqual({ ...made.versions[0]!, validFrom: NOW, rules: { ...rules, quantityStep: 10, quantityMin: 10, quantityMax: 1_000_000, marketQuantityMax: 120_000 } })
    // Told once, it is the same from then on.
    expect(updatedInstrument(after, coarser, facts, { at: (NOW + 1) as TimeMs, seenAt: NOW })).toBe(after)
    // Coarser decimals alone are no other rule.
    expect(updatedInstrument(made, { ...listed, priceDecimals: 7, rules: { ...rules, priceLadder: [{ from: 0 as Price, tick: 1_000_000 as Price }], priceMin: 1_000_000 as Price, priceMax: 10_000_000_000_000 as Price } }, facts, { at: NOW, seenAt: NOW })).toBe(made)
  })

  it('may have had finer numbers since the old ones were last seen', () => {
    const made = newInstrument(listed, facts)
    const seenAt = (NOW - DAY_MS) as TimeMs
    expect(updatedInstrument(made, { ...listed, quantityDecimals: 4 }, facts, { at: NOW, seenAt }).versions[1]?.validFrom).toBe(seenAt)
    // Versions ascend, whatever the clocks say.
    expect(updatedInstrument(made, { ...listed, quantityDecimals: 4 }, facts, { at: 0 as TimeMs, seenAt: 0 as TimeMs }).versions[1]?.validFrom).toBe(made.versions[0]!.validFrom + 1)
  })
})
