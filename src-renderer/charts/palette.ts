/** The colours of the page as the canvas needs them. */
export interface Palette {
  readonly background: string
  readonly panel: string
  readonly control: string
  readonly line: string
  readonly lineStrong: string
  readonly grid: string
  readonly text1: string
  readonly text2: string
  readonly text3: string
  readonly accent: string
  readonly up: string
  readonly down: string
  readonly upCandle: string
  readonly downCandle: string
  /** Of areas and lines, and of text. */
  readonly warn: string
  readonly warnText: string
  readonly danger: string
  readonly font: string
}

/** Reads the tokens of the theme, the price colours and the frozen state that hold now, everywhere or at a place of the page. */
export function readPalette(place: Element = document.documentElement): Palette {
  const style = getComputedStyle(place)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    background: token('bg-chart'), panel: token('bg-panel'), control: token('bg-control'), line: token('line'), lineStrong: token('line-strong'), grid: token('grid-chart'),
    text1: token('text-1'), text2: token('text-2'), text3: token('text-3'), accent: token('accent'), up: token('up'), down: token('down'),
    upCandle: token('up-candle'), downCandle: token('down-candle'), warn: token('warn-fill'), warnText: token('warn'), danger: token('danger'), font: token('font-ui'),
  }
}

/** A token's colour with so much of it: 1 is all. Tokens are written with six digits. */
export const faded = (colour: string, part: number): string => `${colour}${Math.round(part * 255).toString(16).padStart(2, '0')}`

/** Calls back when the page takes other colours. */
export function onRecolour(recolour: () => void): { stop(): void } {
  const observer = new MutationObserver(recolour)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-prices', 'data-frozen', 'data-density', 'lang'] })
  return { stop: () => observer.disconnect() }
}
