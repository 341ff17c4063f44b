import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import type { Settlement } from '../../src-main/labels/funding-paid.ts'
import { labelCandlesOf } from '../../src-main/labels/label-candles.ts'
import { labelColumns } from '../../src-main/labels/label-columns.ts'
import { averageUniqueness } from '../../src-main/training/uniqueness.ts'
import { perpEv } from '../../src-main/strategies/perp-ev/strategy.ts'
import { followOne, wholeHorizon, type PlainCandle } from '../support/label-by-hand.ts'
import { dataFolder, hasData } from '../support/recorded.ts'

const STEP = 5 * MINUTE_MS
const rowsOf = (name: string): readonly (readonly string[])[] => gunzipSync(readFileSync(join(dataFolder, 'binance-usdm', `${name}.csv.gz`))).toString().trim().split('\n').slice(1).map((row) => row.split(','))

describe.skipIf(!hasData)(`labels of real candles of ${dataFolder} (skipped where they are not)`, () => {
  it('are what following an entry candle by candle comes to, and worth about a fiftieth of their number', () => {
    const price = (text = ''): number => Math.round(10 * Number(text))
    const candles = rowsOf('BTCUSDT-5m').map(([time = '', open, high, low, close]): PlainCandle => ({ openTime: Number(time) as TimeMs, closeTime: (Number(time) + STEP) as TimeMs, open: price(open), high: price(high), low: price(low), close: price(close) }))
    const settlements = rowsOf('BTCUSDT-funding').map(([time = '', rate = '']): Settlement => ({ fundingTime: Number(time) as TimeMs, rate: Math.round(1e8 * Number(rate)) as Rate }))
    const { labelSpec } = perpEv
    const { long, short, entryTime, atrShare } = labelColumns(labelCandlesOf(candles), labelSpec, { costs: { fees: 0.001, slippage: 0.0004 }, settlements })
    const onTime = settlements.map(({ fundingTime, rate }) => ({ fundingTime: (fundingTime - (fundingTime % MINUTE_MS)) as TimeMs, rate }))
    const horizon = 48 * 12
    for (let place = 200; place + horizon < candles.length; place += 997) {
      const range = atrShare[place]! * candles[place]!.close
      for (const [own, side] of [[long, 1], [short, -1]] as const) {
        const path = candles.slice(place - 1, place + horizon + 1)
        const wanted = followOne(path, 1, { side, takeProfit: 2 * range, stop: range, horizon }, onTime.filter(({ fundingTime }) => fundingTime >= path[0]!.openTime && fundingTime <= path.at(-1)!.closeTime))!
        expect([own.outcome[place], own.minutesHeld[place], own.isGap[place]]).toEqual([wanted.outcome, wanted.minutesHeld, wanted.isGap])
        for (const name of ['gross', 'mae', 'mfe', 'funding'] as const) expect(own[name][place]).toBeCloseTo(wanted[name], 13)
        expect([own.maeHorizon[place], own.mfeHorizon[place]]).toEqual(wholeHorizon(path, 1, { side, horizon }))
      }
    }
    const known = Int32Array.from(entryTime.keys()).filter((place) => !Number.isNaN(long.maeHorizon[place]!))
    const taken = (column: Float64Array): Float64Array => Float64Array.from(known, (place) => column[place]!)
    const effective = averageUniqueness(taken(entryTime), taken(long.dependsUntil), STEP).reduce((sum, weight) => sum + weight, 0)
    expect([known.length, Math.round(effective)]).toEqual([113_293, 2_473])
  })
})
