/** Parts of the window in reading order: the bar, the pages, what is docked or stands on the page, the status. */
const PARTS = '.top-bar, .rail, .dv-groupview, .page .panel, .page-head, .status-bar'
const REACHABLE = 'button:enabled, a[href], input:enabled, select:enabled, [tabindex="0"]'

/** Moves the focus to the next part of the window, or to the one before. */
export function focusPanel(step: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>(PARTS)].filter((part) => part.checkVisibility() && targetIn(part))
  const at = parts.findIndex((part) => part.contains(document.activeElement))
  const next = at < 0 ? (step > 0 ? 0 : parts.length - 1) : (at + step + parts.length) % parts.length
  const part = parts[next]
  if (part) targetIn(part)?.focus()
}

/** A docked group is entered at its tab that is shown. */
const targetIn = (part: HTMLElement): HTMLElement | null => part.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]') ?? part.querySelector<HTMLElement>(REACHABLE)
