import type { TextKey } from '../../src-renderer/i18n/text.ts'
import { texts } from '../../src-renderer/i18n/texts.ts'

/** The page's own text of a key, in a language, with the names in braces filled in. */
export function textOf(language: 'en' | 'ko', key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return texts[key][language === 'ko' ? 1 : 0].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
