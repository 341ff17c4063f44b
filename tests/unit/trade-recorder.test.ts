import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import { parseDecimal } from '../../src-shared/domain/decimal.ts'
import { TradeRecorder, type RecordedTrade } from '../../src-main/reports/trade-recorder.ts'
import { costsOf, exposureOf, figuresOf, groupsOf, moneyText, type PlacedTrade } from '../../src-main/reports/trade-statistics.ts'
import { btc } from '../support/instruments.ts'
import { at, candle, closed, decided, filled, marked, ordered, usdt, VALUE } from '../support/report-cases.ts'

function recorded(...changes: readonly Change[]): readonly RecordedTrade[] {
  const recorder = new TradeRecorder([btc])
  for (const change of changes) recorder.publish([change])
  return recorder.trades
}

const LONG = [
  decided({ action: 'LONG', long: VALUE, asOf: at(300_000) }), ordered('e', { purpose: 'open', reference: 20_000_00 }),
  filled('e', 'buy', [6, 20_002_00], 300_100), filled('e', 'buy', [4, 20_003_00], 300_150), ordered('s', { purpose: 'protect', trigger: 19_800_00 }),
]

describe('a round trip', () => {
  // Entered at 20,002.40 on average where the mark was 20,000: 0.024 lost. Left at 19,796 where the stop was 19,800: 0.04 lost. Realized 197.96 − 200.024.
  const [trade] = recorded(...LONG, candle(600_000, [20_000_00, 20_100_00, 19_900_00, 20_000_00]), filled('s', 'sell', [10, 19_796_00], 800_000), closed({ realized: usdt(-2.064), fees: usdt(-0.2), funding: usdt(-0.01), closedAt: at(800_000), openedAt: at(300_100) }))

  it('is what the reference prices would have given, and what the fills took from it', () => {
    expect(trade).toMatchObject({ gross: usdt(-2), slippage: usdt(-0.064), net: usdt(-2.274), quantity: '0.01', entry: '20002.4', exit: '19796', value: VALUE, decidedAt: 300_000 })
  })

  it('knows how far the price went while it was held', () => {
    expect(trade!.adverse).toBeCloseTo((20_002.4 - 19_796) / 20_002.4, 12)
    expect(trade!.favourable).toBeCloseTo((20_100 - 20_002.4) / 20_002.4, 12)
  })

  it('has the signs of a short the other way round', () => {
    const short = recorded(
      ordered('e', { purpose: 'open', reference: 20_000_00 }), filled('e', 'sell', [10, 19_990_00], 300_100), candle(600_000, [20_000_00, 20_050_00, 19_500_00, 19_600_00]),
      ordered('t', { purpose: 'take-profit', trigger: 19_400_00 }), filled('t', 'buy', [10, 19_410_00], 800_000), closed({ realized: usdt(5.8), side: 'short', closedAt: at(800_000), entryCost: usdt(-199.9) }),
    )
    expect(short[0]).toMatchObject({ gross: usdt(6), slippage: usdt(-0.2) })
    expect([short[0]!.adverse, short[0]!.favourable]).toEqual([expect.closeTo((20_050 - 19_990) / 19_990, 12), expect.closeTo((19_990 - 19_410) / 19_990, 12)])
  })

  it('measures a way out at market from the mark when it was decided, and a liquidation from nothing', () => {
    const [timed] = recorded(...LONG, marked(20_100_00, 900_000), ordered('r', { purpose: 'reduce' }), marked(20_200_00, 900_010), filled('r', 'sell', [10, 20_095_00], 900_060), closed({ realized: usdt(0.926), closedAt: at(900_060) }))
    expect(timed).toMatchObject({ gross: usdt(1), slippage: usdt(-0.074) })
    const [taken] = recorded(...LONG, filled('autoclose-1', 'sell', [10, 15_000_00], 900_060), closed({ realized: usdt(-50.024), closedAt: at(900_060) }))
    expect(taken).toMatchObject({ gross: usdt(-50), slippage: usdt(-0.024) })
  })
})

describe('candles that the position did not live through whole', () => {
  it('count when they were open at the entry, and not when they were at the exit', () => {
    const wide: Change = candle(900_000, [20_000_00, 30_000_00, 10_000_00, 20_000_00])
    // Told of the exit only after the candle had closed.
    const [late] = recorded(...LONG, candle(600_000, [20_000_00, 20_100_00, 19_900_00, 20_000_00]), wide, filled('s', 'sell', [10, 19_796_00], 899_990), closed({ realized: usdt(-2.064), closedAt: at(899_990) }))
    expect(late!.favourable).toBeCloseTo((20_100 - 20_002.4) / 20_002.4, 12)
    const [lived] = recorded(...LONG, wide, filled('s', 'sell', [10, 19_796_00], 900_100), closed({ realized: usdt(-2.064), closedAt: at(900_100) }))
    expect([lived!.adverse, lived!.favourable]).toEqual([expect.closeTo((20_002.4 - 10_000) / 20_002.4, 12), expect.closeTo((30_000 - 20_002.4) / 20_002.4, 12)])
  })

  it('do not count before the entry', () => {
    const [trade] = recorded(candle(300_000, [20_000_00, 30_000_00, 10_000_00, 20_000_00]), ...LONG, filled('s', 'sell', [10, 19_796_00], 400_000), closed({ realized: usdt(-2.064), closedAt: at(400_000) }))
    expect(trade!.favourable).toBeCloseTo((20_003 - 20_002.4) / 20_002.4, 12)
  })
})

describe('groups', () => {
  const DAY = 86_400_000
  const parts = fc.record({
    gross: fc.integer({ min: -1e12, max: 1e12 }), slippage: fc.integer({ min: -1e9, max: 1e9 }), fees: fc.integer({ min: -1e9, max: 0 }), funding: fc.integer({ min: -1e9, max: 1e9 }), openedAt: fc.integer({ min: 0, max: 400 * DAY }),
    side: fc.constantFrom('long', 'short'), instrumentId: fc.constantFrom('A', 'B', 'C'), exitReason: fc.constantFrom('stop', 'take-profit', 'time-exit'), regime: fc.constantFrom(-1, 0, 1, null),
  })
  const tradeOf = ({ gross, slippage, fees, funding, regime, ...trade }: { readonly gross: number; readonly slippage: number; readonly fees: number; readonly funding: number; readonly regime: number | null }): PlacedTrade =>
    ({ gross, slippage, net: gross + slippage + fees + funding, regime, trade: { ...trade, fees, funding, entryCost: 1 } }) as unknown as PlacedTrade
  const exact = (texts: readonly string[]): bigint => texts.reduce((sum, text) => sum + BigInt(parseDecimal(text, 8)!), 0n)

  it('of any trades add up to the whole, to the last unit', () => {
    fc.assert(fc.property(fc.array(parts.map(tradeOf), { maxLength: 60 }), (trades) => {
      const costs = costsOf(trades)
      expect(exact([costs.gross, costs.slippage, costs.fees, costs.funding])).toBe(exact([costs.net]))
      for (const rows of Object.values(groupsOf(trades))) {
        expect([exact(rows.map(({ net }) => net)), exact(rows.map(({ gross }) => gross)), exact(rows.map((row) => row.costs))]).toEqual([exact([costs.net]), exact([costs.gross]), exact([costs.slippage, costs.fees, costs.funding])])
        expect(rows.reduce((sum, row) => sum + row.trades, 0)).toBe(trades.length)
      }
    }))
  })
})

describe('figures of trades', () => {
  const HOUR = 3_600_000
  // Thursday 1 January 1970, 02:00 UTC; then Friday 13:00.
  const made = (net: number, openedAt: number, more: { readonly side?: 'long' | 'short'; readonly exitReason?: string } = {}): PlacedTrade => ({
    ...recorded(...LONG, filled('s', 'sell', [10, 20_000_00], openedAt + HOUR), closed({ realized: usdt(net + 0.1), fees: usdt(-0.1), openedAt: at(openedAt), closedAt: at(openedAt + HOUR), ...more }))[0]!, regime: null,
  })
  const trades = [made(6, 2 * HOUR), made(-2, 37 * HOUR, { side: 'short' }), made(-1, 37 * HOUR + 1, { exitReason: 'time-exit' }), made(0, 2 * HOUR)]

  it('say what share had to win, and what was won per lost', () => {
    // One gain of 6, two losses of 1.5 on average: 1.5 / 7.5 had to win.
    expect(figuresOf(trades)).toEqual({ trades: 4, won: 1, breakEvenShare: expect.closeTo(0.2, 12), profitFactor: 2, holdMinutes: 60 })
    expect(figuresOf([trades[0]!])).toMatchObject({ breakEvenShare: null, profitFactor: null })
    expect(figuresOf([])).toEqual({ trades: 0, won: 0, breakEvenShare: null, profitFactor: null, holdMinutes: null })
  })

  it('are grouped by the hour and the weekday of the entry, UTC', () => {
    const { hour, weekday, side, exit, regime } = groupsOf(trades)
    expect(hour.map(({ key, trades: count, net }) => [key, count, net])).toEqual([['2', 2, '6'], ['13', 2, '-3']])
    expect(weekday.map(({ key, net }) => [key, net])).toEqual([['4', '6'], ['5', '-3']])
    expect(side.map(({ key, won }) => [key, won])).toEqual([['long', 1], ['short', 0]])
    expect(exit.map(({ key }) => key)).toEqual(['stop', 'time-exit'])
    expect(regime).toMatchObject([{ key: 'unknown', trades: 4 }])
  })

  it('have parts that add up to the net', () => {
    // Each entered 0.024 too dear and left 2 better than its stop.
    expect(costsOf(trades)).toEqual({ gross: '-4.504', slippage: '7.904', fees: '-0.4', funding: '0', net: '3', notional: '800' })
  })

  it('count time once in which several were held', () => {
    const open = { openSince: [90], from: 0, to: 100 }
    const spans = [[10, 30], [20, 50], [25, 30]].map(([openedAt, closedAt]) => ({ trade: { openedAt, closedAt } }) as unknown as RecordedTrade)
    expect(exposureOf(spans, open)).toBeCloseTo(0.5, 12)
    expect(exposureOf([], { openSince: [], from: 0, to: 100 })).toBe(0)
  })

  it('are written exactly beyond what a safe integer holds', () => {
    expect([moneyText(12_345_678_901_234_567_890n), moneyText(-1n), moneyText(0), moneyText(-150_000_000)]).toEqual(['123456789012.3456789', '-0.00000001', '0', '-1.5'])
  })
})
