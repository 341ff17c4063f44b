import type { Zone } from '../format/time.ts'
import type { Language } from '../i18n/text.ts'

/** How this person likes the window; the same in all windows of the profile. */
export interface Settings {
  readonly language: Language
  readonly theme: 'dark' | 'light' | 'system'
  readonly prices: 'western' | 'korean'
  readonly density: 'compact' | 'comfortable'
  readonly zone: Zone
}

/** What each setting may be. */
export const CHOICES: { readonly [K in keyof Settings]: readonly Settings[K][] } = {
  language: ['en', 'ko'],
  theme: ['dark', 'light', 'system'],
  prices: ['western', 'korean'],
  density: ['compact', 'comfortable'],
  zone: ['UTC', 'Asia/Seoul', 'local'],
}

/** What a person who has chosen nothing yet sees: by the language of the browser. */
export function firstSettings(browserLanguage: string): Settings {
  const korean = browserLanguage.toLowerCase().startsWith('ko')
  return { language: korean ? 'ko' : 'en', theme: 'system', prices: korean ? 'korean' : 'western', density: 'compact', zone: korean ? 'Asia/Seoul' : 'local' }
}

/** Reads what was kept. What is missing or not a choice stays as in `fallback`, so that an older or broken text does no harm. */
export function parseSettings(text: string | null, fallback: Settings): Settings {
  const kept = jsonObject(text)
  const pick = <K extends keyof Settings>(key: K): Settings[K] => CHOICES[key].find((choice) => choice === kept[key]) ?? fallback[key]
  return { language: pick('language'), theme: pick('theme'), prices: pick('prices'), density: pick('density'), zone: pick('zone') }
}

/** The object in a JSON text; an empty one when there is none. */
function jsonObject(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
