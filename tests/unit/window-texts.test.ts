import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { TOLD_CODES } from '../../src-shared/contract/told-codes.ts'
import { texts } from '../../src-renderer/i18n/texts.ts'

/** What is the same in Korean: names, units, abbreviations, and places where only values stand. */
const NOT_HANGUL = /^(?:[\s\d.,:;·→↔~%$₩×…*/()[\]“”<>=≥≤±+−|&-]|\{\w+\}|English|Haetae|TradingView|Lightweight Charts|Inc|Copyright|Electron|Chromium|UTC|KST|Alt|CSV|JSON|HTML|USDT|ATR|RSI|RSS|API|kB|MB|GB|B|ms|cfg|EV|p\*|q\*?|q̂|™|©|\d)*$/u

const all = Object.entries(texts).map(([key, [en, ko]]) => ({ key, en, ko }))
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).toSorted()

describe('every text', () => {
  it('is there in both languages', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(all.filter(({ en, ko }) => en.trim() === '' || ko.trim() === '').map(({ key }) => key)).toEqual([])
  })

  it('has the same names in braces in both', () => {
    expect(all.filter(({ en, ko }) => names(en).join() !== names(ko).join()).map(({ key }) => key)).toEqual([])
  })

  it('is Korean in Korean, but for names and units', () => {
    expect(all.filter(({ ko }) => !/[가-힣]/.test(ko) && !NOT_HANGUL.test(ko)).map(({ key, ko }) => `${key}: ${ko}`)).toEqual([])
  })

  it('is no Korean in English, but for the name of the language', () => {
    expect(all.filter(({ en }) => /[가-힣]/.test(en)).map(({ key }) => key)).toEqual(['setting.language.ko'])
  })

  it('is plain: no exclamation, no please, no sorry', () => {
    expect(all.filter(({ en, ko }) => /!|\b(?:please|sorry|oops|successfully)\b/i.test(en) || /!|죄송|축하/.test(ko)).map(({ key }) => key)).toEqual([])
  })

  it('never calls a liquidation what Korean calls a close', () => {
    expect(all.filter(({ en, ko }) => /\bliquidat/i.test(en) && !/강제청산/.test(ko)).map(({ key }) => key)).toEqual([])
  })

  it('has both forms where it counts', () => {
    const keys = new Set(all.map(({ key }) => key))
    const half = all.filter(({ key }) => (key.endsWith('.one') && !keys.has(key.replace(/one$/, 'other'))) || (key.endsWith('.other') && !keys.has(key.replace(/other$/, 'one'))))
    expect(half.map(({ key }) => key)).toEqual([])
  })
})

it('keeps each key in one area only: a second one would win unseen', () => {
  const keys = globSync('src-renderer/i18n/areas/*.ts').flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^ {2}'([^']+)': \[/gm)].map(([, key]) => key!))
  expect(keys.length).toBe(all.length)
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})

describe('what the engine tells', () => {
  const told = new Map(all.map(({ key, en }) => [key, en]))

  it('has a text for each code', () => {
    expect(Object.keys(TOLD_CODES).filter((code) => !told.has(`told.${code}`))).toEqual([])
  })

  it('uses no value that the code does not have', () => {
    // `which` is made of an order's purpose, side and instrument.
    const strange = Object.entries(TOLD_CODES).flatMap(([code, values]) => names(told.get(`told.${code}`) ?? '').filter((name) => name !== 'which' && !(values as readonly string[]).includes(name)).map((name) => `${code}: ${name}`))
    expect(strange).toEqual([])
  })

  it('has no text for a code that is told no more', () => {
    expect(all.filter(({ key }) => key.startsWith('told.') && !(key.slice(5) in TOLD_CODES)).map(({ key }) => key)).toEqual([])
  })
})

describe('the source', () => {
  const sources = globSync('src-renderer/**/*.{ts,tsx}').filter((path) => !path.includes('/i18n/areas/')).map((path) => readFileSync(path, 'utf8')).join('\n')
  const literals = new Set([...sources.matchAll(/'([^'\n]*)'/g)].map(([, literal]) => literal!))
  const patterns = [...sources.matchAll(/`[a-z][\w.-]*[.-]\$\{[^`]*`/g)].map(([template]) => template.slice(1, -1).split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/))
  const kinds = new Set([...sources.matchAll(/\bword\('([\w-]+)'/g)].map(([, kind]) => kind!))

  /** A key may be written whole, made from a template, be a form of a counted text, or a name that the engine gives. */
  function isUsed(key: string): boolean {
    const base = key.replace(/\.(?:one|other)$/, '')
    if (literals.has(key) || literals.has(base) || kinds.has(key.split('.')[0]!)) return true
    return patterns.some((parts) => new RegExp(`^${parts.map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')).join('.+')}$`).test(base))
  }

  it('uses every text', () => {
    // A side is written by its own name: t(side).
    const engineNames = /^(?:buy$|sell$|long$|short$|flat$|told|told-order|guard|guard-scope|guard-trips|guard-is|because|reason|purpose|order-state|latch|component|feature|side|action|liquidity|by|subject|refusal|exit|alarm|mode|exit-reason)\b/
    expect(all.filter(({ key }) => !isUsed(key) && !engineNames.test(key)).map(({ key }) => key)).toEqual([])
  })
})
