import { useSyncExternalStore } from 'react'
import { useSettings } from '../stores/settings-store.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')

function onSystemTheme(listener: () => void): () => void {
  dark.addEventListener('change', listener)
  return () => dark.removeEventListener('change', listener)
}

/** The theme that is shown: the chosen one, or the one of the system. */
export function useShownTheme(): 'dark' | 'light' {
  const chosen = useSettings(({ theme }) => theme)
  const system = useSyncExternalStore(onSystemTheme, () => dark.matches)
  if (chosen !== 'system') return chosen
  return system ? 'dark' : 'light'
}
