import { describe, expect, it } from 'vitest'
import { search } from '../../src-renderer/app/palette/palette-search.ts'

const ITEMS = [
  { text: 'AVAXUSDT', names: 'AVAX', also: 'chart' },
  { text: 'LAVAXUSDT', names: 'LAVAX', also: 'chart' },
  { text: 'Close AVAX at market…', also: 'AVAXUSDT' },
  { text: 'Why no trade in AVAX?', also: 'AVAXUSDT' },
  { text: 'Flatten all…' },
  { text: 'Theme: Light', also: 'light day' },
  { text: '전량 청산…' },
  { text: 'BTC 왜 거래 안 했나?', also: 'BTCUSDT' },
]
const found = (query: string): string[] => search(ITEMS, query).map(({ text }) => text)

describe('the palette', () => {
  it('gives everything while nothing is typed', () => {
    expect(found('')).toHaveLength(ITEMS.length)
    expect(found('  ')).toHaveLength(ITEMS.length)
  })

  it('puts the instrument itself before what can be done with it, and never a money command first', () => {
    expect(found('avax')[0]).toBe('AVAXUSDT')
    expect(found('avax').slice(1, 3)).toEqual(['Close AVAX at market…', 'Why no trade in AVAX?'])
    expect(found('avax').at(-1)).toBe('LAVAXUSDT')
  })

  it('wants every word that was typed, in any order', () => {
    expect(found('why avax')).toEqual(['Why no trade in AVAX?'])
    expect(found('avax why')).toEqual(['Why no trade in AVAX?'])
    expect(found('avax moon')).toEqual([])
  })

  it('finds by other names, by beginnings and in the middle', () => {
    expect(found('day')).toEqual(['Theme: Light'])
    expect(found('flat')).toEqual(['Flatten all…'])
    expect(found('vax').length).toBeGreaterThan(3)
  })

  it('reads Hangul however it was composed', () => {
    expect(found('청산')).toEqual(['전량 청산…'])
    expect(found('청산'.normalize('NFD'))).toEqual(['전량 청산…'])
    expect(found('btc 왜')).toEqual(['BTC 왜 거래 안 했나?'])
  })
})
