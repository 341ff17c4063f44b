import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { parseLeverageTiers } from '../../src-main/venue/recorded/leverage-tiers.ts'
import { dataFolder } from '../support/recorded.ts'

const bracket = (...[notionalFloor, notionalCap, maintMarginRatio, initialLeverage, cum]: readonly string[]) => ({ tier: 1, maintenanceMarginRate: 0.1 + 0.2, info: { bracket: '1', notionalFloor, notionalCap, maintMarginRatio, initialLeverage, cum } })
const TWO = [bracket('0', '10000', '0.01', '50', '0.0'), bracket('10000', '60000', '0.025', '20', '150.0')]
const parsed = (table: object) => {
  const found = parseLeverageTiers(table)
  if (typeof found === 'string') throw new Error(found)
  return found
}

it('reads the venue\'s own texts exactly, and nothing that was a float', () => {
  expect(parsed({ 'DOGE/USDT:USDT': TWO }).tiers).toEqual(new Map([['DOGEUSDT', [
    { floor: 0, cap: 1_000_000_000_000, maintenanceRate: 1_000_000, deduction: 0, leverageMax: 50 },
    { floor: 1_000_000_000_000, cap: 6_000_000_000_000, maintenanceRate: 2_500_000, deduction: 15_000_000_000, leverageMax: 20 },
  ]]]))
})

it('cuts off what is beyond a safe integer, some 90 million', () => {
  const large = [bracket('0', '50000000', '0.01', '50', '0'), bracket('50000000', '9223372036854775807', '0.02', '20', '500000'), bracket('9223372036854775807', '9223372036854775808', '0.03', '1', '1')]
  expect(parsed({ 'X/USDT:USDT': large }).tiers.get('XUSDT')?.map(({ floor, cap }) => [floor, cap])).toEqual([[0, 5_000_000_000_000_000], [5_000_000_000_000_000, 9_007_199_200_000_000]])
})

it.each([
  ['a gap between brackets', [TWO[0], bracket('20000', '60000', '0.025', '20', '150')], 'begin'],
  ['a bracket that ends before it begins', [bracket('0', '0', '0.01', '50', '0')], 'ends before'],
  ['a first bracket that does not begin at 0', [bracket('5', '10000', '0.01', '50', '0')], 'begin'],
  ['a rate that falls', [TWO[0], bracket('10000', '60000', '0.005', '20', '-50')], 'numbers'],
  ['a rate of 100 %', [bracket('0', '10000', '1', '50', '0')], 'rate'],
  ['a leverage that rises', [TWO[0], bracket('10000', '60000', '0.025', '60', '150')], 'leverage'],
  ['another deduction than its rates make', [TWO[0], bracket('10000', '60000', '0.025', '20', '151')], 'deduction'],
  ['a number that is none', [bracket('0', '1e4', '0.01', '50', '0')], 'numbers'],
])('leaves out a contract with %s, and says why', (_case, brackets, why) => {
  const { tiers, refused } = parsed({ 'A/USDT:USDT': TWO, 'B/USDT:USDT': brackets })
  expect([...tiers.keys()]).toEqual(['AUSDT'])
  expect(refused).toEqual([{ name: 'B/USDT:USDT', reason: expect.stringContaining(why) as string, isFuture: false }])
})

it('leaves out what is no linear perpetual', () => {
  const { tiers, refused } = parsed({ 'BTC/USDT:USDT-241227': TWO, 'BTC/USD:BTC': TWO, 'ETH/BTC:BTC': TWO })
  expect([...tiers.keys()]).toEqual(['ETHBTC'])
  expect(refused.map(({ name, isFuture }) => [name, isFuture])).toEqual([['BTC/USDT:USDT-241227', true], ['BTC/USD:BTC', false]])
})

it.each([[[]], [{ a: [] }], [{ a: [{}] }], ['text'], [null]])('says why %j is no such table', (json) => {
  expect(parseLeverageTiers(json)).toBeTypeOf('string')
})

const path = join(dataFolder, 'binance-usdm/leverage-tiers.json.gz')
it.skipIf(!existsSync(path))(`takes every perpetual of the recorded table${existsSync(path) ? '' : ' (skipped: none at HAETAE_TEST_DATA)'}`, () => {
  const { tiers, refused } = parsed(JSON.parse(gunzipSync(readFileSync(path)).toString()) as object)
  expect(tiers.size).toBe(259)
  expect(refused.every(({ isFuture }) => isFuture)).toBe(true)
  expect(refused).toHaveLength(3)
})
