import type { Page } from 'playwright-core'
import type { Measured } from './page-contrast.ts'

/** Texts that may be cut: names with the whole of them in a tooltip, sentences in the one wide column of a table, and what the dock says to readers only. */
const MAY_SHORTEN = '[data-shortens], td.wide, td.wide *, .dv-live-region'

/** Text that is cut, spills out of its box, or needs sideways scrolling to be read. */
export const findCutTexts = (page: Page): Promise<Measured> => page.evaluate(cutIn, MAY_SHORTEN)

/** Runs in the page. */
function cutIn(mayShorten: string): Measured {
  const SLACK = 1.5
  const textBox = (element: Element): DOMRect | undefined => {
    const range = document.createRange()
    const boxes = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()).map((node) => {
      range.selectNodeContents(node)
      return range.getBoundingClientRect()
    }).filter((box) => box.width > 1)
    const [first] = boxes
    return first && boxes.reduce((all, box) => new DOMRect(Math.min(all.x, box.x), Math.min(all.y, box.y), Math.max(all.right, box.right) - Math.min(all.x, box.x), Math.max(all.bottom, box.bottom) - Math.min(all.y, box.y)), first)
  }
  const nameOf = (element: Element): string => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${element.textContent?.trim().slice(0, 40)}"`
  const wrong = (element: Element, box: DOMRect): string | undefined => {
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at)
      const frame = at.getBoundingClientRect()
      const sideways = box.right > frame.right + SLACK || box.left < frame.left - SLACK
      if (sideways && overflowX !== 'visible') return overflowX === 'auto' || overflowX === 'scroll' ? 'scrolls sideways' : 'cut'
      // Where a list scrolls up and down it may show half a row.
      if (overflowY === 'auto' || overflowY === 'scroll') break
      if (overflowY !== 'visible' && (box.bottom > frame.bottom + 2 || box.top < frame.top - 2)) return 'cut above or below'
    }
    if (box.right > innerWidth + SLACK || box.left < -SLACK) return 'outside the window'
    const own = element.getBoundingClientRect()
    return getComputedStyle(element).display !== 'inline' && (box.right > own.right + SLACK || box.left < own.left - SLACK) ? 'spills' : undefined
  }

  const problems = new Set<string>()
  let texts = 0
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.closest('.seen-by-readers, script, style, noscript, svg') || element.matches(mayShorten) ? undefined : textBox(element)
    if (!box || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    texts++
    const problem = wrong(element, box)
    if (problem) problems.add(`${problem}: ${nameOf(element)}`)
  }
  return { texts, problems: [...problems] }
}

/** For everything, and for hashes, ids and names of features alone: the second has no Hangul. */
const TEXT_FONT = 'Pretendard Variable'
const CODE_FONT = 'JetBrains Mono Variable'

/** Text drawn with other fonts than ours, as the browser chose them letter by letter, and Hangul in the one that has none. */
export async function fontProblems(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  await session.send('DOM.getDocument', { depth: 0 })
  const { result } = await session.send('Runtime.evaluate', { expression: `(${everyLetterIn.toString()})()` })
  const { result: properties } = await session.send('Runtime.getProperties', { objectId: result.objectId!, ownProperties: true })
  const problems = new Set<string>()
  for (const { value } of properties) {
    if (value?.subtype !== 'node') continue
    const { nodeId } = await session.send('DOM.requestNode', { objectId: value.objectId! })
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
    for (const { familyName } of fonts) if (familyName !== TEXT_FONT && !familyName.startsWith('JetBrains Mono')) problems.add(`${familyName}: ${value.description}`)
  }
  await session.detach()
  for (const where of await page.evaluate(hangulIn, CODE_FONT)) problems.add(where)
  return [...problems]
}

/** Runs in the page: elements enough to hold every letter that is shown, of each kind of font. */
function everyLetterIn(): Element[] {
  const seen = new Set<string>()
  return [...document.body.querySelectorAll('*')].filter((element) => {
    const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent?.trim() ?? '').join('')
    if (!text || !element.checkVisibility() || element.closest('script, style, noscript')) return false
    const family = getComputedStyle(element).fontFamily
    const fresh = text.split('').filter((letter) => letter.trim() && !seen.has(family + letter))
    for (const letter of fresh) seen.add(family + letter)
    return fresh.length > 0
  })
}

/** Runs in the page. A computer without a Hangul font draws boxes and calls it our font. */
function hangulIn(codeFont: string): string[] {
  const written = (element: Element): boolean => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /[\uac00-\ud7a3]/.test(node.textContent ?? ''))
  return [...document.body.querySelectorAll('*')].filter((element) => written(element) && getComputedStyle(element).fontFamily.replaceAll('"', '').startsWith(codeFont)).map((element) => `Hangul in the font for code: "${element.textContent}"`)
}
