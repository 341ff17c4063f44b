import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { rateAsFloat, versionAt } from '../../src-shared/domain/instrument.ts'
import { MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { fileHistory, type MarketHistory } from '../../scripts/market-history.ts'
import { REAL_PLAN, realModelFiles } from '../../scripts/real-models.ts'
import { seriesOf } from '../../src-main/features/candle-series.ts'
import { regimeColumn } from '../../src-main/features/regime-column.ts'
import { labelCandlesOf } from '../../src-main/labels/label-candles.ts'
import { perpEvV1 } from '../../src-main/strategies/perp-ev-v1/strategy.ts'
import { instrumentRows, type InstrumentMarket } from '../../src-main/training/data-set/instrument-rows.ts'
import type { InstrumentRows } from '../../src-main/training/data-set/row-columns.ts'
import { dataFolder, hasData } from '../support/recorded.ts'

interface Shipped {
  readonly fit: { readonly rows: number; readonly effectiveRows: number }
}

const { instruments, parts, every, labelSpec } = REAL_PLAN

describe.skipIf(!hasData)(`the models of real candles, fitted anew from ${dataFolder} (skipped where they are not)`, () => {
  let history: readonly MarketHistory[] = []
  beforeAll(async () => {
    history = await fileHistory(join(dataFolder, 'binance-usdm'), { instruments, from: parts.fit.from, to: parts.holdOut.to })
  }, 60_000)

  it('come out as shipped, byte for byte', () => {
    const files = realModelFiles(REAL_PLAN, history)
    expect(files.size).toBe(8)
    for (const [path, content] of files) expect(Buffer.from(content).equals(readFileSync(join('models', path))), path).toBe(true)
  }, 180_000)

  it('were fitted on the very rows that a data set of that span has', () => {
    const rows = history.map((one) => instrumentRows(marketUntil(one, parts.fit.to, history), { featureSet: perpEvV1.featureSet, labelSpec, every, from: parts.fit.from }))
    for (const side of ['long', 'short'] as const) {
      const { fit } = JSON.parse(readFileSync(`models/real-linear-${side}/metrics.json`, 'utf8')) as Shipped
      expect(rows.reduce((sum, { asOf }) => sum + asOf.length, 0)).toBe(fit.rows)
      expect(rows.reduce((sum, one) => sum + one[side].weight.reduce((all, weight) => all + weight, 0), 0)).toBeCloseTo(fit.effectiveRows, 8)
    }
    const { parameters } = JSON.parse(readFileSync('models/real-linear-long/artifact.json', 'utf8')) as { parameters: { means: readonly number[]; deviations: readonly number[] } }
    // Features of a data set are in single precision: 24 bits of each value.
    for (const [place, deviation] of parameters.deviations.entries()) expect((meanOf(rows, place) - parameters.means[place]!) / deviation, perpEvV1.featureSet[place]).toBeCloseTo(0, 7)
  }, 60_000)
})

function marketUntil({ instrument, candles, funding }: MarketHistory, to: number, history: readonly MarketHistory[]): InstrumentMarket {
  const before = (all: MarketHistory['candles']): MarketHistory['candles'] => all.filter(({ openTime }) => openTime < to)
  const own = before(candles)
  const { fees } = versionAt(instrument, to as TimeMs)
  return {
    instrumentId: instrument.instrumentId, candles: { ...seriesOf(own), ...labelCandlesOf(own), stepMs: 5 * MINUTE_MS }, funding,
    regime: regimeColumn(seriesOf(before(history.find((one) => one.instrument.instrumentId === 'BTCUSDT')!.candles))), costs: { fees: 2 * rateAsFloat(fees.taker), slippage: 2 * rateAsFloat(instrument.slippage) },
  }
}

function meanOf(rows: readonly InstrumentRows[], place: number): number {
  const values = rows.flatMap(({ features }) => Array.from(features[place]!)).filter((value) => !Number.isNaN(value))
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
