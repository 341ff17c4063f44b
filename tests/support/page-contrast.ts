import type { Page } from 'playwright-core'

export interface Measured {
  /** How many texts were looked at: a page that shows nothing passes everything. */
  readonly texts: number
  readonly problems: readonly string[]
}

/** AA for text of any size; bars and lines are not looked at, nor what is disabled or behind a modal dialog. */
const RATIO_MIN = 4.5

/** Text whose contrast with what is drawn behind it is too low, as rendered: alpha, opacity and overlaid siblings included. */
export const measureContrast = (page: Page): Promise<Measured> => page.evaluate(contrastIn, RATIO_MIN)

/** Runs in the page. */
function contrastIn(least: number): Measured {
  type Colour = readonly [r: number, g: number, b: number, a: number]
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  const known = new Map<string, Colour>()
  /** Any notation of a colour, by painting it. */
  const colourOf = (text: string): Colour => {
    const before = known.get(text)
    if (before) return before
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = text
    pen.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0, a = 0] = pen.getImageData(0, 0, 1, 1).data
    const colour: Colour = [r, g, b, a / 255]
    known.set(text, colour)
    return colour
  }
  const over = (top: Colour, below: Colour): Colour => [0, 1, 2].map((i) => top[i]! * top[3] + below[i]! * (1 - top[3])).concat(1) as unknown as Colour
  const light = (colour: Colour): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => {
      const part = colour[i]! / 255
      return sum + share * (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    }, 0)
  const faded = (element: Element): number => {
    let all = 1
    for (let at: Element | null = element; at; at = at.parentElement) all *= Number(getComputedStyle(at).opacity)
    return all
  }
  const layer = (element: Element): Colour => {
    const [r, g, b, a] = colourOf(getComputedStyle(element).backgroundColor)
    return [r, g, b, a * faded(element)]
  }
  const ancestors = (element: Element): Element[] => (element.parentElement ? [element, ...ancestors(element.parentElement)] : [element])
  /** What is drawn under the text, nearest first: what a pointer would meet there, else what contains it. */
  const under = (element: Element, box: DOMRect): Element[] => {
    const met = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    const own = met.indexOf(element)
    return own < 0 ? ancestors(element) : met.slice(own)
  }
  const behind = (element: Element, box: DOMRect): Colour => {
    const layers: Colour[] = []
    for (const one of under(element, box)) {
      const colour = layer(one)
      layers.push(colour)
      if (colour[3] === 1) break
    }
    return layers.reduceRight((below, top) => over(top, below), colourOf('canvas'))
  }
  const boxOf = (element: Element): DOMRect | undefined => {
    const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    if (!text) return undefined
    const range = document.createRange()
    range.selectNodeContents(text)
    const box = range.getBoundingClientRect()
    return box.width > 1 && box.height > 1 ? box : undefined
  }

  const modal = [...document.querySelectorAll(':modal')].at(-1)
  const problems = new Set<string>()
  let texts = 0
  for (const element of (modal ?? document.body).querySelectorAll('*')) {
    const box = boxOf(element)
    if (!box || element.closest(':disabled, [aria-disabled="true"], [inert], .seen-by-readers, script, style, noscript')) continue
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    texts++
    const style = getComputedStyle(element)
    const [r, g, b, a] = colourOf(element instanceof SVGElement ? style.fill : style.color)
    const ground = behind(element, box)
    const shown = over([r, g, b, a * faded(element)], ground)
    const [dark, bright] = [light(ground), light(shown)].toSorted((x, y) => x - y)
    const ratio = (bright! + 0.05) / (dark! + 0.05)
    if (ratio < least - 0.005) problems.add(`${element.tagName.toLowerCase()}.${String(element.getAttribute('class') ?? '')} "${element.textContent?.trim().slice(0, 30)}" ${ratio.toFixed(2)}`)
  }
  return { texts, problems: [...problems] }
}
