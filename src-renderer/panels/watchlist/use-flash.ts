import { useEffect, useRef, type RefObject } from 'react'

/** How long a cell rests between two flashes. */
const REST_MS = 1_000

/** A cell whose background fades once when its value changes. Two names of one animation take turns, since the same name would not start again. */
export function useFlash(value: unknown): RefObject<HTMLTableCellElement | null> {
  const cell = useRef<HTMLTableCellElement>(null)
  const last = useRef({ value, at: -Infinity })
  useEffect(() => {
    if (last.current.value === value) return
    const now = performance.now()
    const isRested = now - last.current.at >= REST_MS
    last.current = { value, at: isRested ? now : last.current.at }
    if (isRested && cell.current) cell.current.dataset['flash'] = cell.current.dataset['flash'] === 'a' ? 'b' : 'a'
  }, [value])
  return cell
}
