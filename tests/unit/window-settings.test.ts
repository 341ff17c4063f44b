import { describe, expect, it } from 'vitest'
import { CHOICES, firstSettings, parseSettings, type Settings } from '../../src-renderer/stores/settings.ts'

const mine: Settings = { language: 'ko', theme: 'light', prices: 'korean', density: 'comfortable', zone: 'UTC' }

describe('settings', () => {
  it('begin with what the browser’s language suggests', () => {
    expect(firstSettings('ko-KR')).toMatchObject({ language: 'ko', prices: 'korean', zone: 'Asia/Seoul' })
    expect(firstSettings('en-US@posix')).toMatchObject({ language: 'en', prices: 'western', zone: 'local', theme: 'system' })
  })

  it('are read as they were put', () => {
    expect(parseSettings(JSON.stringify(mine), firstSettings('en'))).toEqual(mine)
  })

  it('take nothing from a text that is none, of another version, or broken', () => {
    const first = firstSettings('en')
    for (const text of [null, '', '{"language"', 'null', '7', '"ko"', '[]']) expect(parseSettings(text, first)).toEqual(first)
    expect(parseSettings('{"language":"fr","theme":7,"prices":"korean","toString":"x","added":true}', first)).toEqual({ ...first, prices: 'korean' })
  })

  it('offer what is chosen at first', () => {
    const first = firstSettings('ko')
    for (const [key, choices] of Object.entries(CHOICES)) expect(choices).toContain(first[key as keyof Settings])
  })
})
