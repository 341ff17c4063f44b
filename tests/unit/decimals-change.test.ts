import { expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Price, type Quantity, type Rate, type TimeMs } from '../../src-shared/domain/units.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { fractionOfMark } from '../../src-main/engine/views.ts'
import { engineSettings } from '../../src-main/modes/configuration.ts'
import { btc } from '../support/instruments.ts'
import { pinnedStrategy } from '../support/pinned-run.ts'
import { ACCOUNT } from '../support/recorded.ts'

const STEP = 5 * MINUTE_MS
const FROM = 20_000 * DAY_MS
const CHANGE = (FROM + 20 * HOUR_MS) as TimeMs
const LENGTH = 40 * 12

/** The same market all the time; from some moment on its prices and quantities are told with two more decimals. */
const [first] = btc.versions
const changing: Instrument = { ...btc, versions: [first!, { ...first!, validFrom: CHANGE, priceDecimals: first!.priceDecimals + 2, quantityDecimals: first!.quantityDecimals + 2 }] }

function candleAt(index: number): Candle {
  const openTime = FROM + index * STEP
  const scale = openTime >= CHANGE ? 100 : 1
  const close = 6_000_000 + 1_000 * (index % 5)
  return {
    instrumentId: btc.instrumentId, intervalMs: STEP, openTime: openTime as TimeMs, closeTime: (openTime + STEP) as TimeMs,
    open: (close * scale) as Price, high: ((close + 4_000) * scale) as Price, low: ((close - 4_000) * scale) as Price, close: (close * scale) as Price, volume: ((500 + (index % 7)) * scale) as Quantity,
  }
}

interface Seen {
  /** Close times of the questions. */
  readonly asked: number[]
  readonly features: number[][]
  /** Of an hour, as a part of the mark price, whenever something was told. */
  readonly ranges: (number | null)[]
}

function live(instrument: Instrument): Seen {
  const config = { ...pinnedStrategy([btc.instrumentId], 'expected-value') }
  const engine = new Engine(engineSettings(config, { accountId: ACCOUNT, venue: 'sim', asset: 'USDT', venueCanBeSilent: true }))
  const seen: Seen = { asked: [], features: [], ranges: [] }
  const look = (changes: readonly Change[]): void => {
    for (const change of changes) {
      if (change.kind !== 'forecast-requested') continue
      seen.asked.push(change.request.features.asOf)
      seen.features.push([...change.request.features.values])
    }
    const market = engine.state.market.get(btc.instrumentId)!
    seen.ranges.push(fractionOfMark(market, market.barriers[0]!))
  }
  engine.step({ kind: 'instrument-listed', time: FROM as TimeMs, instrument })
  for (let index = 0; index < LENGTH; index++) {
    const candle = candleAt(index)
    const { openTime: time, closeTime, open } = candle
    look(engine.step({ kind: 'price-marked', time, mark: { instrumentId: btc.instrumentId, asOf: time, mark: open, bid: open, ask: open } }))
    look(engine.step({ kind: 'candle-closed', time: closeTime, candle }))
  }
  return seen
}

it('asks nothing about windows of two scales, and goes on when they are of one again', () => {
  const { asked, features } = live(changing)
  expect(features.length).toBeGreaterThan(300)
  // r_3, r_12 and the range of 14 candles in percent.
  for (const [r3, r12, range] of features as [number, number, number][]) expect([Math.abs(r3) < 0.001, Math.abs(r12) < 0.001, range < 0.2]).toEqual([true, true, true])
  const silent = asked.filter((time) => time > CHANGE)[0]! - CHANGE
  expect(silent / STEP).toBe(48)
})

it('follows the rules of a later date when their time comes, and forgets nothing for them', () => {
  const [tier] = first!.marginTiers
  const dated: Instrument = { ...btc, versions: [first!, { ...first!, validFrom: CHANGE, marginTiers: [{ ...tier!, maintenanceRate: 900_000 as Rate }] }] }
  const engine = new Engine(engineSettings(pinnedStrategy([btc.instrumentId], 'expected-value'), { accountId: ACCOUNT, venue: 'sim', asset: 'USDT', venueCanBeSilent: true }))
  engine.step({ kind: 'instrument-listed', time: FROM as TimeMs, instrument: dated })
  const rates = [CHANGE - STEP, CHANGE].map((time) => {
    for (let index = 0; index < 200; index++) engine.step({ kind: 'candle-closed', time: candleAt(index).closeTime, candle: candleAt(index) })
    const mark = 6_000_000 as Price
    engine.step({ kind: 'price-marked', time: time as TimeMs, mark: { instrumentId: btc.instrumentId, asOf: time as TimeMs, mark, bid: mark, ask: mark } })
    const market = engine.state.market.get(btc.instrumentId)!
    return [market.version.marginTiers[0]!.maintenanceRate, market.barriers[0]!.averageTrueRange() !== null]
  })
  expect(rates).toEqual([[400_000, true], [900_000, true]])
})

it('knows no range of bars of another scale than the price', () => {
  const known = live(changing).ranges.filter((range) => range !== null)
  expect(known.length).toBeGreaterThan(100)
  expect([Math.min(...known) > 0.0005, Math.max(...known) < 0.005]).toEqual([true, true])
})
