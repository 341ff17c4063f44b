import { Clock, Languages, Palette, Rows3, SunMoon, type LucideIcon } from 'lucide-react'
import { t } from '../../i18n/text.ts'
import { CHOICES, type Settings } from '../../stores/settings.ts'
import { changeSettings } from '../../stores/settings-store.ts'
import type { PaletteItem } from './palette-item.ts'

const ICONS: Readonly<Record<keyof Settings, LucideIcon>> = { language: Languages, theme: SunMoon, prices: Palette, density: Rows3, zone: Clock }
/** People look for their language by its own name and by the other's. */
const ALSO: Readonly<Record<string, string>> = { ko: 'korean 한국어', en: 'english 영어', dark: 'dark night', light: 'light day', 'Asia/Seoul': 'kst seoul korea' }

/** Each choice of each setting that is not chosen. */
export function settingItems(settings: Settings): readonly PaletteItem[] {
  return [...choices('theme', settings), ...choices('language', settings), ...choices('prices', settings), ...choices('density', settings), ...choices('zone', settings)]
}

function choices<K extends keyof Settings>(key: K, settings: Settings): readonly PaletteItem[] {
  return CHOICES[key].filter((choice) => choice !== settings[key]).map((choice) => ({
    id: `${key} ${choice}`, group: 'setting', icon: ICONS[key], text: `${t(`setting.${key as 'theme'}`)}: ${t(`setting.${key}.${choice}` as 'setting.theme.dark')}`, also: `${key} ${ALSO[choice] ?? choice}`,
    run: () => changeSettings({ [key]: choice }),
  }))
}
