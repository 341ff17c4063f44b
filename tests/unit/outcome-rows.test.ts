import { expect, it } from 'vitest'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import { FeatureEngine } from '../../src-main/features/feature-engine.ts'
import { regimeColumn } from '../../src-main/features/regime-column.ts'
import { perpEv } from '../../src-main/strategies/perp-ev/strategy.ts'
import { outcomeRows } from '../../src-main/training/outcome-rows.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'

it('gives training the very vectors that live trading would see, funding and BTC included', () => {
  const market = new SeededMarket({ seed: 2, startTime: (20_000 * DAY_MS) as TimeMs, instruments: 2, stepMs: 60_000 })
  const { candles, funding } = market.history((market.time + 36 * DAY_MS) as TimeMs)
  const [btc, eth] = [0, 1].map((place) => candles.filter(({ instrumentId }) => instrumentId === market.instruments[place]!.instrumentId)) as unknown as readonly [typeof candles, typeof candles]
  const ofEth = funding.filter(({ instrumentId }) => instrumentId === eth[0]!.instrumentId)
  const rows = outcomeRows([eth], { featureSet: FEATURE_SET_V1, labelSpec: perpEv.labelSpec, every: 1, surroundings: () => ({ funding: ofEth, regime: regimeColumn(seriesOf(btc)) }) })
  const engine = new FeatureEngine(FEATURE_SET_V1)
  const live = new Map<number, readonly number[]>()
  let settled = 0
  for (const [index, candle] of eth.entries()) {
    while (settled < ofEth.length && ofEth[settled]!.fundingTime < candle.closeTime) engine.settle(ofEth[settled++]!)
    engine.update(btc[index]!)
    const vector = engine.update(candle)
    if (vector) live.set(vector.asOf, Array.from(vector.values))
  }
  expect(rows.asOf.length).toBeGreaterThan(800)
  expect(Array.from(rows.asOf, (_, row) => rows.features.map((column) => column[row]!))).toEqual(Array.from(rows.asOf, (time) => live.get(time)))
})

it('refuses a set that needs more than the candles when it is not given', () => {
  expect(() => outcomeRows([[]], { featureSet: ['funding_last'], labelSpec: perpEv.labelSpec, every: 1 })).toThrow(/settlements/)
})
