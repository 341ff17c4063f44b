import { describe, expect, it } from 'vitest'
import { profileKey } from '../../src-shared/contract/schemas.ts'
import { layoutKey, PANELS, parseLayout, widthClass } from '../../src-renderer/stores/layouts.ts'

const layout = (...panels: readonly string[]): string => JSON.stringify({ grid: { root: {} }, panels: Object.fromEntries(panels.map((name) => [name, { id: name }])) })

describe('which layout a window has', () => {
  it('goes by its width', () => {
    expect([1_280, 1_439, 1_440, 2_199, 2_200, 3_840].map(widthClass)).toEqual(['narrow', 'narrow', 'normal', 'normal', 'wide', 'wide'])
  })

  it('is kept under a key that the profile takes, one for each window and width', () => {
    const keys = ['main', '2', '16'].flatMap((key) => (['narrow', 'normal', 'wide'] as const).map((width) => layoutKey(key, width)))
    expect(new Set(keys).size).toBe(9)
    expect(keys.filter((key) => !profileKey.safeParse(key).success)).toEqual([])
  })
})

describe('a saved layout', () => {
  it('is read as it was put', () => {
    expect(parseLayout(layout('chart', 'positions'))).toEqual(JSON.parse(layout('chart', 'positions')))
    expect(parseLayout(layout(...PANELS))).toBeDefined()
  })

  it.each([
    ['was never put', null],
    ['is no JSON', '{"grid"'],
    ['was reset', 'null'],
    ['has no grid', '{"panels":{"chart":{}}}'],
    ['has no panels', '{"grid":{},"panels":{}}'],
    ['is a list', '[]'],
    ['has a panel that this version does not know', layout('chart', 'order-book')],
    ['names what every object has', layout('constructor')],
  ])('that %s is none', (_, text) => {
    expect(parseLayout(text)).toBeUndefined()
  })
})
