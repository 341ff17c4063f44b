import { useEffectEvent, useLayoutEffect, useRef, type RefObject } from 'react'

/**
 * Shows a dialog over the page for as long as it is drawn. Esc closes it, and so does its `close()`; either is told once. The focus goes to what is
 * marked with `data-first-focus`, and back to where it was in the end.
 */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null)
  const closed = useEffectEvent(onClose)
  useLayoutEffect(() => {
    const shown = dialog.current
    if (!shown) return
    const tell = (): void => closed()
    shown.addEventListener('close', tell)
    shown.showModal()
    shown.querySelector<HTMLElement>('[data-first-focus]')?.focus()
    return () => {
      // Its own end is no answer of the person: by then another question may stand in its place.
      shown.removeEventListener('close', tell)
      shown.close()
    }
  }, [])
  return dialog
}
