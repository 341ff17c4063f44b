import { texts, type Texts } from './texts.ts'

export type Language = 'en' | 'ko'
export type TextKey = keyof Texts

/** The names in braces of a text: 'Equity {asset}' → 'asset'. */
type Named<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never
type Values<K extends TextKey> = Named<Texts[K][0]>
type Given<K extends TextKey> = [Values<K>] extends [never] ? [] : [values: Readonly<Record<Values<K>, string | number>>]

let current: Language = 'en'

/** The page is drawn anew after this: texts are read while drawing. */
export function setLanguage(language: Language): void {
  current = language
}

export const language = (): Language => current

/** The text of a key in the person's language, its names in braces filled in. */
export function t<K extends TextKey>(key: K, ...[values]: Given<K>): string {
  return fill(texts[key][current === 'ko' ? 1 : 0], values ?? {})
}

/** A text that may not be there, as one named by a code of the engine. */
export function maybeText(key: string, values: Readonly<Record<string, string | number>> = {}): string | undefined {
  return Object.hasOwn(texts, key) ? fill(texts[key as TextKey][current === 'ko' ? 1 : 0], values) : undefined
}

/** 'x.one' or 'x.other' by the rules of the language, with {count} and further names filled in. Korean has one form only. */
export function plural<Base extends PluralBase>(base: Base, count: number, more: Readonly<Record<string, string | number>> = {}): string {
  return maybePlural(base, count, more) ?? maybeText(`${base}.other`, { ...more, count }) ?? base
}

/** As `plural`, of a base that may not be there, as one named by a unit of the engine. */
export function maybePlural(base: string, count: number, more: Readonly<Record<string, string | number>> = {}): string | undefined {
  const form = new Intl.PluralRules(current).select(count) === 'one' ? 'one' : 'other'
  return maybeText(`${base}.${form}`, { ...more, count })
}

type PluralBase = TextKey extends infer K ? (K extends `${infer Base}.other` ? Base : never) : never

const fill = (text: string, values: Readonly<Record<string, string | number>>): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
