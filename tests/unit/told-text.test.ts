import { afterEach, describe, expect, it } from 'vitest'
import { TOLD_CODES } from '../../src-shared/contract/told-codes.ts'
import { VOCABULARY } from '../../src-shared/contract/vocabulary.ts'
import { DECISION_REASONS } from '../../src-shared/domain/decision-reason.ts'
import { STRATEGIES } from '../../src-main/strategies/strategies.ts'
import { detailText, toldText } from '../../src-renderer/format/told.ts'
import { word } from '../../src-renderer/format/words.ts'
import { setLanguage } from '../../src-renderer/i18n/text.ts'
import { texts } from '../../src-renderer/i18n/texts.ts'

const TEXTS = Object.entries(texts as Readonly<Record<string, readonly [string, string]>>)
const textOf = (key: string): readonly [string, string] | undefined => (Object.hasOwn(texts, key) ? (texts as Readonly<Record<string, readonly [string, string]>>)[key] : undefined)
const braces = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted()

afterEach(() => setLanguage('en'))

describe('the texts', () => {
  const without = (keys: readonly string[]): string[] => keys.filter((key) => !Object.hasOwn(texts, key))

  it('have one for each code of the engine, which names no value that the code does not have', () => {
    expect(without(Object.keys(TOLD_CODES).map((code) => `told.${code}`))).toEqual([])
    const strange = Object.entries(TOLD_CODES).flatMap(([code, values]) => {
      const known: readonly string[] = [...values, 'which']
      return (textOf(`told.${code}`) ?? []).flatMap((sentence) => braces(sentence).filter((name) => !known.includes(name)).map((name) => `${code}: ${name}`))
    })
    expect(strange).toEqual([])
  })

  it('have one for each name of the vocabulary', () => {
    expect(without(Object.entries(VOCABULARY).flatMap(([kind, names]) => Object.keys(names).map((name) => `${kind}.${name}`)))).toEqual([])
  })

  it('say why a decision came out as it did, what a guard compares, and what a feature is', () => {
    expect(without(Object.keys(DECISION_REASONS).map((reason) => `because.${reason}`))).toEqual([])
    expect(without(Object.keys(VOCABULARY.guard).map((guard) => `guard-scope.${guard}`))).toEqual([])
    expect(without(STRATEGIES.flatMap(({ featureSet }) => featureSet.map((name) => `feature.${name}`)))).toEqual([])
  })

  it('are there in both languages, with the same values', () => {
    expect(TEXTS.length).toBeGreaterThan(500)
    expect(TEXTS.filter(([, pair]) => pair.some((text) => text.trim() === '')).map(([key]) => key)).toEqual([])
    expect(TEXTS.filter(([, [english, korean]]) => braces(english).join() !== braces(korean).join()).map(([key]) => key)).toEqual([])
  })
})

describe('a sentence of the engine', () => {
  const order = { order: 'pe.BTCUSDT.roir7k.s1', instrument: 'BTCUSDT', purpose: 'protect', side: 'sell' }

  it('names orders, states and reasons in the language', () => {
    const rejected = { code: 'order-rejected', values: { ...order, reason: 'insufficient-margin', detail: '' } }
    expect(toldText(rejected)).toBe('Stop sell BTCUSDT was rejected by the venue: not enough margin.')
    setLanguage('ko')
    expect(toldText(rejected)).toBe('BTCUSDT 손절 매도 주문을 거래소가 거부했습니다: 증거금 부족.')
  })

  it('says an order that is not followed any more by its id', () => {
    expect(toldText({ code: 'order-accepted', values: { ...order, instrument: '', purpose: 'unknown', side: 'unknown', venueOrder: '881' } })).toBe('Order pe.BTCUSDT.roir7k.s1 was accepted by the venue as 881.')
  })

  it('writes money with its sign and two decimals, quantities and prices as they are', () => {
    expect(toldText({ code: 'funding-paid', values: { instrument: 'SOLUSDT', amount: '-0.031245', asset: 'USDT' } })).toBe('SOLUSDT: funding paid, −0.03 USDT.')
    expect(toldText({ code: 'fill-booked', values: { instrument: 'BTCUSDT', side: 'buy', quantity: '0.012', price: '111945.05', fee: '0.6712345', asset: 'USDT' } })).toBe('Filled: buy 0.012 BTCUSDT at 111,945.05, fee 0.67 USDT.')
  })

  it('quotes what a venue said itself, and reads what is ours', () => {
    expect(toldText({ code: 'order-unknown', values: { ...order, detail: 'no answer for 1.5 s' } })).toMatch(/may or may not be at the venue\. “no answer for 1\.5 s”$/)
    expect(toldText({ code: 'order-closed', values: { ...order, state: 'abandoned', detail: 'not-at-venue' } })).toBe('Stop sell BTCUSDT ended: never sent, the venue does not know it.')
    expect(detailText('Margin is insufficient.')).toBe('“Margin is insufficient.”')
    expect(detailText('found')).toBe('found at the venue')
  })

  it('hides nothing of a code that it does not know', () => {
    expect(toldText({ code: 'brand-new', values: { size: 3, what: 'unseen' } })).toBe('brand-new · size 3 · what unseen')
    expect(word('guard', 'brand-new')).toBe('brand-new')
  })
})
