import { useLayoutEffect } from 'react'

let focused = ''

/** When all is drawn anew, in another language, the focus goes back to what has the same id. */
export function useKeptFocus(): void {
  useLayoutEffect(() => {
    if (focused !== '') document.getElementById(focused)?.focus()
    return () => void (focused = document.activeElement?.id ?? '')
  }, [])
}
