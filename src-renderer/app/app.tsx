import { useEffect, type JSX } from 'react'
import { useSettings } from '../stores/settings-store.ts'
import { Boundary } from '../ui/boundary.tsx'
import { applySettings } from './root-attributes.ts'
import { useShownTheme } from './use-shown-theme.ts'
import { Window } from './window.tsx'

/** Texts and times are read while drawing, so another language or zone draws all of it anew. */
export function App(): JSX.Element {
  const settings = useSettings()
  const { language, theme, zone } = settings
  // Before anything inside is drawn: charts read colours from the root.
  applySettings(settings, useShownTheme())
  useEffect(() => void window.desktop?.setPreferences({ language, theme }), [language, theme])
  return <Boundary key={`${language} ${zone}`}><Window /></Boundary>
}
