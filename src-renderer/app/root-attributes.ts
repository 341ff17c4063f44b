import { setZone } from '../format/time.ts'
import { setLanguage } from '../i18n/text.ts'
import type { Settings } from '../stores/settings.ts'

/** What style sheets, screen readers and formats go by; before anything is drawn, and whenever a person changes it. */
export function applySettings({ language, prices, density, zone }: Settings, theme: 'dark' | 'light'): void {
  setLanguage(language)
  setZone(zone)
  Object.assign(document.documentElement.dataset, { theme, prices, density })
  document.documentElement.lang = language
}

export function applyFrozen(frozen: boolean): void {
  if (frozen) document.documentElement.dataset['frozen'] = ''
  else delete document.documentElement.dataset['frozen']
}
