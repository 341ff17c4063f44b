import { describe, expect, it } from 'vitest'
import type { MarketRow } from '../../src-shared/contract/market-views.ts'
import { bestValue, filterRows, inOrder, nameOf, nextSort, sortRows, sparkPath } from '../../src-renderer/panels/watchlist/rows.ts'

const row = (base: string, more: Partial<MarketRow> = {}): MarketRow => ({
  instrumentId: `${base}USDT`, base, mark: '1', bid: null, ask: null, asOf: 0, stale: false, halted: false, change: 0, longValue: 0, shortValue: 0, action: 'FLAT', reason: 'no-edge',
  decisionId: null, funding: 0, nextFundingAt: null, held: null, atr: null, priceDecimals: 1, ...more,
})
const names = (rows: readonly MarketRow[]): string => rows.map(({ base }) => base).join(' ')

describe('sorting', () => {
  const rows = [row('ETH', { mark: '9.5', change: 0.01 }), row('BTC', { mark: '112480.1', change: null }), row('ADA', { mark: null, change: -0.02 }), row('SOL', { mark: '188.31', change: 0.03 })]

  it('goes by number, not by text, and puts the unknown last either way', () => {
    expect(names(sortRows(rows, { column: 'last', descending: true }))).toBe('BTC SOL ETH ADA')
    expect(names(sortRows(rows, { column: 'last', descending: false }))).toBe('ETH SOL BTC ADA')
    expect(names(sortRows(rows, { column: 'change', descending: true }))).toBe('SOL ETH ADA BTC')
    expect(names(sortRows(rows, { column: 'change', descending: false }))).toBe('ADA ETH SOL BTC')
  })

  it('goes by name', () => {
    expect(names(sortRows(rows, { column: 'symbol', descending: false }))).toBe('ADA BTC ETH SOL')
    expect(names(sortRows(rows, { column: 'symbol', descending: true }))).toBe('SOL ETH BTC ADA')
  })

  it('takes the better side, and no value of a price that is too old', () => {
    expect(bestValue(row('BTC', { longValue: -0.2, shortValue: 0.1 }))).toBe(0.1)
    expect(bestValue(row('BTC', { longValue: -0.2, shortValue: null }))).toBe(-0.2)
    expect(bestValue(row('BTC', { longValue: null, shortValue: null }))).toBeNull()
    expect(bestValue(row('BTC', { longValue: 0.2, shortValue: 0.1, stale: true }))).toBeNull()
    const valued = [row('ADA', { longValue: 0.1 }), row('BTC', { longValue: 0.9, stale: true }), row('ETH', { shortValue: 0.3 })]
    expect(names(sortRows(valued, { column: 'ev', descending: true }))).toBe('ETH ADA BTC')
  })

  it('begins with the largest number or the first name, and turns round when asked again', () => {
    expect(nextSort({ column: 'ev', descending: true }, 'change')).toEqual({ column: 'change', descending: true })
    expect(nextSort({ column: 'ev', descending: true }, 'symbol')).toEqual({ column: 'symbol', descending: false })
    expect(nextSort({ column: 'ev', descending: true }, 'ev')).toEqual({ column: 'ev', descending: false })
  })

  it('stays as it was while it is held; what is new comes behind', () => {
    expect(names(inOrder(rows, ['SOLUSDT', 'ADAUSDT', 'GONEUSDT', 'ETHUSDT']))).toBe('SOL ADA ETH BTC')
  })
})

describe('filtering and names', () => {
  const rows = [row('BTC'), row('1000PEPE'), row('BTC', { instrumentId: 'BTCUSDC' })]

  it('finds by any part of the name, however it is typed', () => {
    expect(filterRows(rows, ' pe ').map(({ instrumentId }) => instrumentId)).toEqual(['1000PEPEUSDT'])
    expect(filterRows(rows, 'usdc').map(({ instrumentId }) => instrumentId)).toEqual(['BTCUSDC'])
    expect(filterRows(rows, '')).toBe(rows)
    expect(filterRows(rows, 'xrp')).toEqual([])
  })

  it('is short where there is only one of that name', () => {
    expect(rows.map((one) => nameOf(one, rows))).toEqual(['BTCUSDT', '1000PEPE', 'BTCUSDC'])
  })
})

describe('the small line', () => {
  it('reaches from the lowest to the highest close over the whole width', () => {
    expect(sparkPath([10, 30, 20], 34, 18)).toBe('M0.0 17.0L17.0 1.0L34.0 9.0')
  })

  it('is flat for a flat market and nothing for one close', () => {
    expect(sparkPath([5, 5], 34, 18)).toBe('M0.0 9.0L34.0 9.0')
    expect(sparkPath([5], 34, 18)).toBe('')
  })
})
