import { useSyncExternalStore } from 'react'
import { widthClass, type WidthClass } from '../../stores/layouts.ts'

function onResize(listener: () => void): () => void {
  addEventListener('resize', listener)
  return () => removeEventListener('resize', listener)
}

/** Which layout fits this window. */
export const useWidthClass = (): WidthClass => useSyncExternalStore(onResize, () => widthClass(innerWidth))
