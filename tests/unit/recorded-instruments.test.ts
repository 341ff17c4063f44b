import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import { HOUR_MS } from '../../src-shared/domain/units.ts'
import { findInstrument, knownInstrumentIds } from '../../src-main/venue/recorded/known-instruments.ts'
import { parseInstrument } from '../../src-main/venue/recorded/parse-instrument.ts'

const known = (id: string): Instrument => {
  const found = findInstrument(id)
  if (typeof found === 'string') throw new Error(found)
  return found
}
const versionOf = (id: string) => {
  const [version] = known(id).versions
  if (!version) throw new Error('no version')
  return version
}

it('knows BTCUSDT', () => {
  expect(known('BTCUSDT')).toEqual({
    instrumentId: 'BTCUSDT', venue: 'binance-usdm', symbol: 'BTCUSDT', kind: 'linear-perpetual', baseAsset: 'BTC', settleAsset: 'USDT', riskGroup: 'crypto', slippage: 20_000,
    versions: [{
      validFrom: Date.UTC(2019, 8, 1), priceDecimals: 8, quantityDecimals: 3,
      rules: {
        priceLadder: [{ from: 0, tick: 10_000_000 }], priceMin: 10_000_000, priceMax: 100_000_000_000_000, quantityStep: 1, quantityMin: 1, quantityMax: 1_000_000, marketQuantityMax: 120_000,
        notionalMin: 10_000_000_000, marketDistanceMax: 5_000_000,
      },
      fees: { maker: 20_000, taker: 50_000, liquidation: 1_250_000 },
      fundingIntervalMs: 8 * HOUR_MS,
      marginTiers: [
        { floor: 0, cap: 5_000_000_000_000, maintenanceRate: 400_000, deduction: 0, leverageMax: 125 },
        { floor: 5_000_000_000_000, cap: 60_000_000_000_000, maintenanceRate: 500_000, deduction: 5_000_000_000, leverageMax: 100 },
        { floor: 60_000_000_000_000, cap: 300_000_000_000_000, maintenanceRate: 650_000, deduction: 95_000_000_000, leverageMax: 75 },
        { floor: 300_000_000_000_000, cap: 1_200_000_000_000_000, maintenanceRate: 1_000_000, deduction: 1_145_000_000_000, leverageMax: 50 },
      ],
    }],
  })
})

it('knows twelve perpetuals, each sound', () => {
  expect(knownInstrumentIds.toSorted()).toEqual('ADAUSDT AVAXUSDT BNBUSDT BTCUSDT ENAUSDT ETCUSDT ETHUSDT LINKUSDT LTCUSDT SOLUSDT SUIUSDT XRPUSDT'.split(' '))
  expect(knownInstrumentIds.map((id) => known(id).instrumentId)).toEqual(knownInstrumentIds)
  expect(versionOf('ENAUSDT').fundingIntervalMs).toBe(4 * HOUR_MS)
})

const tiersPath = join(process.env['HAETAE_TEST_DATA'] ?? '../shared/data', 'binance-usdm', 'leverage-tiers.json.gz')
const noTiers = !existsSync(tiersPath)
it.skipIf(noTiers)(`has the venue's own lowest margin tiers, deductions included${noTiers ? ' (skipped: none at HAETAE_TEST_DATA)' : ''}`, () => {
  type Bracket = { minNotional: number; maxNotional: number; maintenanceMarginRate: number; maxLeverage: number; info: { cum: string } }
  const table = JSON.parse(gunzipSync(readFileSync(tiersPath)).toString()) as Readonly<Record<string, readonly Bracket[]>>
  const listed = knownInstrumentIds.filter((id) => table[`${known(id).baseAsset}/USDT:USDT`])
  expect(listed).toHaveLength(11)
  for (const id of listed) {
    const recorded = table[`${known(id).baseAsset}/USDT:USDT`]?.slice(0, 4).map(({ minNotional, maxNotional, maintenanceMarginRate, maxLeverage, info }) => [minNotional, maxNotional, maintenanceMarginRate, maxLeverage, Number(info.cum)])
    expect(versionOf(id).marginTiers.map(({ floor, cap, maintenanceRate, leverageMax, deduction }) => [floor / 1e8, cap / 1e8, maintenanceRate / 1e8, leverageMax, deduction / 1e8]), id).toEqual(recorded)
  }
})

it.each(['DOGEUSDT', 'BTC', 'btcusdt', '', 'USDT', 'toStringUSDT', 'BTCUSDC'])('says what to do about "%s", which it does not know', (id) => {
  const text = findInstrument(id)
  expect(text).toBeTypeOf('string')
  expect(text).toContain('BTCUSDT, ETHUSDT')
  expect(text).toContain('--definition')
})

const VERSION = {
  validFrom: 0, priceDecimals: 4, quantityDecimals: 1, tick: '0.0005', priceMin: '0.0005', priceMax: '1000', step: '0.1', quantityMin: '0.2', quantityMax: '5000', marketQuantityMax: '1000',
  notionalMin: '5', marketDistanceMax: '0.1', fees: { maker: '0', taker: '0.0004', liquidation: '0.01' }, fundingHours: 4,
  marginTiers: [{ cap: '10000', maintenanceRate: '0.01', leverageMax: 50 }, { cap: '50000', maintenanceRate: '0.025', leverageMax: 20 }],
}
const DEFINITION = { instrumentId: 'DOGEUSDT', venue: 'v', symbol: 'DOGE-PERP', kind: 'linear-perpetual', baseAsset: 'DOGE', settleAsset: 'USDT', riskGroup: 'crypto', slippage: '0.0015', versions: [VERSION] }
const withVersion = (changes: object): object => ({ ...DEFINITION, versions: [{ ...VERSION, ...changes }] })

it('reads a definition exactly', () => {
  expect(parseInstrument(DEFINITION)).toMatchObject({
    instrumentId: 'DOGEUSDT', slippage: 150_000,
    versions: [{ rules: { priceLadder: [{ from: 0, tick: 5 }], quantityMin: 2, notionalMin: 500_000_000 }, fundingIntervalMs: 4 * HOUR_MS, marginTiers: [{ deduction: 0 }, { deduction: 15_000_000_000, floor: 1_000_000_000_000 }] }],
  })
})

it.each([
  ['nothing', undefined, 'the file'],
  ['a list', [], 'the file'],
  ['a missing field', { ...DEFINITION, venue: undefined }, 'venue'],
  ['a field nobody knows', { ...DEFINITION, margin: 1 }, 'margin'],
  ['another kind of contract', { ...DEFINITION, kind: 'option' }, 'kind'],
  ['a name that is a path', { ...DEFINITION, instrumentId: '../x' }, 'instrumentId'],
  ['no version', { ...DEFINITION, versions: [] }, 'versions'],
  ['versions that do not ascend', { ...DEFINITION, versions: [VERSION, VERSION] }, 'ascend'],
  ['a binary float', withVersion({ tick: 0.1 }), 'tick'],
  ['an exponent', withVersion({ tick: '1e-4' }), 'tick'],
  ['a tick finer than the prices', withVersion({ tick: '0.00001' }), 'tick'],
  ['a tick of 0', withVersion({ tick: '0' }), 'tick'],
  ['a step of 0', withVersion({ step: '0.0' }), 'step'],
  ['a smallest price of 0', withVersion({ priceMin: '0' }), 'priceMin'],
  ['prices the wrong way round', withVersion({ priceMin: '1000' }), 'priceMin'],
  ['a minimum below the step', withVersion({ quantityMin: '0' }), 'quantityMin'],
  ['a minimum above the maximum', withVersion({ quantityMin: '1000.1' }), 'quantityMin'],
  ['market orders larger than orders', withVersion({ marketQuantityMax: '5000.1' }), 'marketQuantityMax'],
  ['a fee in percent', withVersion({ fees: { maker: '0', taker: '4', liquidation: '0.01' } }), 'fees.taker'],
  ['settlements every 3 hours', withVersion({ fundingHours: 3 }), 'fundingHours'],
  ['no tier', withVersion({ marginTiers: [] }), 'marginTiers'],
  ['caps that fall', withVersion({ marginTiers: [VERSION.marginTiers[1], VERSION.marginTiers[0]] }), 'marginTiers'],
  ['leverage that rises', withVersion({ marginTiers: [VERSION.marginTiers[0], { cap: '50000', maintenanceRate: '0.025', leverageMax: 51 }] }), 'leverageMax'],
])('refuses %s and names it', (_case, json, named) => {
  const verdict = parseInstrument(json)
  expect(verdict).toBeTypeOf('string')
  expect(verdict).toContain(named)
})
