import type { Page } from 'playwright-core'

export interface Walk {
  readonly reached: number
  /** Interactive, seen, and never focused by Tab. */
  readonly missed: readonly string[]
  /** Answers a click and nothing else. */
  readonly mouseOnly: readonly string[]
  /** Focused without a ring. */
  readonly ringless: readonly string[]
  /** Under 24 pixels. */
  readonly small: readonly string[]
}

const TARGET_PX = 24

/** Presses Tab from the top of the page until it comes round, and compares with all that is interactive. Throws when it never comes round. */
export async function walkByTab(page: Page): Promise<Walk> {
  const most = await page.evaluate(beginWalk)
  for (let pressed = 0; ; pressed++) {
    if (pressed > most + 20) throw new Error(`after ${pressed} presses of Tab the walk is not over: something keeps the focus`)
    await page.keyboard.press('Tab')
    if (await page.evaluate(stepWalk)) break
  }
  return page.evaluate(endWalk, TARGET_PX)
}

interface WalkState {
  readonly wanted: readonly Element[]
  readonly reached: Element[]
  readonly ringless: Set<string>
}
type Walking = Window & { walk?: WalkState }

/** In the page: what Tab should reach. Of a set of tabs or radio buttons one is enough: arrows lead to the others. */
function beginWalk(): number {
  const INTERACTIVE = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable="true"], [role="button"], [role="tab"], [role="switch"], [role="radio"], [role="checkbox"], [role="slider"]'
  const isSeen = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert], :disabled')
  const groupOf = (element: Element): Element | null | string =>
    element instanceof HTMLInputElement && element.type === 'radio' ? `radio ${element.name}` : element.closest('[role="tablist"], [role="radiogroup"], [role="toolbar"], [role="listbox"]')
  const root = [...document.querySelectorAll(':modal')].at(-1) ?? document.body
  const seen = [...root.querySelectorAll(INTERACTIVE)].filter(isSeen)
  const grouped = (element: Element): boolean => element.getAttribute('tabindex') === '-1' && groupOf(element) !== null && seen.some((other) => other !== element && groupOf(other) === groupOf(element) && (other as HTMLElement).tabIndex >= 0)
  const radios = new Set<unknown>()
  const wanted = seen.filter((element) => {
    const group = groupOf(element)
    if (typeof group === 'string') return !radios.has(group) && Boolean(radios.add(group))
    // A scrolling box that is only focused from within a script (tabindex -1 without a role) is no target.
    return !grouped(element) && !(element.getAttribute('tabindex') === '-1' && !element.matches('a, button, input, select, textarea, [role="button"], [role="tab"]'))
  })
  // The walk begins at the top, wherever somebody clicked before.
  const top = root as HTMLElement
  const kept = top.getAttribute('tabindex')
  top.tabIndex = -1
  top.focus({ preventScroll: true })
  if (kept === null) top.removeAttribute('tabindex')
  else top.setAttribute('tabindex', kept)
  ;(window as Walking).walk = { wanted, reached: [], ringless: new Set() }
  return wanted.length
}

/** In the page, after each Tab: true when the walk has come round. */
function stepWalk(): boolean {
  const { reached, ringless } = (window as Walking).walk!
  const now = document.activeElement
  if (!now || now === document.body) return reached.length > 0
  // A field of a date has parts of its own: some presses of Tab stay in it.
  if (now === reached.at(-1) && now instanceof HTMLInputElement && now.type === 'date') return false
  if (reached.includes(now)) return true
  reached.push(now)
  const isRinged = ['', '::after'].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(now, part)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  })
  // A field that leads a list shows its place there.
  if (!isRinged && !now.hasAttribute('aria-activedescendant')) ringless.add(`${now.tagName.toLowerCase()}.${now.getAttribute('class') ?? ''} "${(now.getAttribute('aria-label') ?? now.textContent ?? '').trim().slice(0, 30)}"`)
  return false
}

function endWalk(least: number): Walk {
  const { wanted, reached, ringless } = (window as Walking).walk!
  const nameOf = (element: Element): string => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)}"`
  const radioOf = (element: Element): string | null => (element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null)
  const met = (element: Element): boolean => reached.includes(element) || (radioOf(element) !== null && reached.some((other) => radioOf(other) === radioOf(element)))
  const handlers = (element: Element): Record<string, unknown> => {
    const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'))
    return key ? (element as unknown as Record<string, Record<string, unknown>>)[key]! : {}
  }
  const FOCUSABLE = 'a[href], button, input, select, textarea, summary, label, dialog, [tabindex]'
  const root = [...document.querySelectorAll(':modal')].at(-1) ?? document.body
  const clicked = [...root.querySelectorAll('*')].filter((element) => element.checkVisibility() && (handlers(element)['onClick'] ?? handlers(element)['onDoubleClick']) && !element.closest(FOCUSABLE))
  const small = reached.filter((element) => {
    const { width, height } = (element.closest('label') ?? element).getBoundingClientRect()
    return Math.min(width, height) < least - 0.5 && getComputedStyle(element).display !== 'inline'
  })
  delete (window as Walking).walk
  return { reached: reached.length, missed: wanted.filter((element) => !met(element)).map(nameOf), mouseOnly: clicked.map(nameOf), ringless: [...ringless], small: small.map(nameOf) }
}
