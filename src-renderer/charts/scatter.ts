import { percent } from '../format/number.ts'
import { onRecolour, readPalette, type Palette } from './palette.ts'

/** What happened to a trade while it was held, as fractions of its entry. */
export interface ScatterPoint {
  readonly adverse: number
  readonly favourable: number
  readonly won: boolean
}

export interface ScatterTitles {
  readonly x: string
  readonly y: string
}

const MARGIN = { left: 58, right: 14, top: 24, bottom: 36 }
const DOT = 2.6
const TICKS = 4
/** Fewer than this part of the trades lie beyond the axes; they are drawn at the edge. */
const BEYOND = 0.01

/** Trades by how far the price went against them and for them, on a canvas: thousands of dots in one go. */
export class Scatter {
  readonly #canvas: HTMLCanvasElement
  readonly #resized: ResizeObserver
  readonly #recoloured: { stop(): void }
  #points: readonly ScatterPoint[] = []
  #titles: ScatterTitles = { x: '', y: '' }
  #frame = 0

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    this.#resized = new ResizeObserver(() => this.#later())
    this.#resized.observe(canvas)
    this.#recoloured = onRecolour(() => this.#later())
  }

  show(points: readonly ScatterPoint[], titles: ScatterTitles): void {
    this.#points = points
    this.#titles = titles
    this.#later()
  }

  remove(): void {
    cancelAnimationFrame(this.#frame)
    this.#resized.disconnect()
    this.#recoloured.stop()
  }

  #later(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#draw())
  }

  #draw(): void {
    const { width, height } = this.#canvas.getBoundingClientRect()
    const pen = this.#canvas.getContext('2d')
    if (!pen || width < 80 || height < 80) return
    const ratio = devicePixelRatio
    this.#canvas.width = Math.round(width * ratio)
    this.#canvas.height = Math.round(height * ratio)
    pen.scale(ratio, ratio)
    const palette = readPalette(this.#canvas)
    const [mostX, mostY] = [reach(this.#points.map(({ adverse }) => adverse)), reach(this.#points.map(({ favourable }) => favourable))]
    const x = (value: number): number => MARGIN.left + Math.min(1, value / mostX) * (width - MARGIN.left - MARGIN.right)
    const y = (value: number): number => height - MARGIN.bottom - Math.min(1, value / mostY) * (height - MARGIN.top - MARGIN.bottom)
    this.#axes(pen, palette, { x, y, mostX, mostY, width, height })
    for (const won of [false, true]) dots(pen, this.#points.filter((point) => point.won === won).map(({ adverse, favourable }) => [x(adverse), y(favourable)] as const), { colour: won ? palette.up : palette.down, won })
  }

  #axes(pen: CanvasRenderingContext2D, palette: Palette, { x, y, mostX, mostY, width, height }: Axes): void {
    pen.font = `11px ${palette.font}`
    pen.fillStyle = palette.text3
    pen.strokeStyle = palette.grid
    pen.lineWidth = 1
    for (let i = 0; i <= TICKS; i++) {
      const [atX, atY] = [Math.round(x((mostX * i) / TICKS)) + 0.5, Math.round(y((mostY * i) / TICKS)) + 0.5]
      pen.beginPath()
      pen.moveTo(atX, MARGIN.top)
      pen.lineTo(atX, height - MARGIN.bottom)
      pen.moveTo(MARGIN.left, atY)
      pen.lineTo(width - MARGIN.right, atY)
      pen.stroke()
      pen.textAlign = i === TICKS ? 'right' : 'center'
      pen.fillText(percent((mostX * i) / TICKS, 2), i === TICKS ? width - 2 : atX, height - MARGIN.bottom + 15)
      pen.textAlign = 'right'
      pen.fillText(percent((mostY * i) / TICKS, 2), MARGIN.left - 6, atY + 4)
    }
    pen.textAlign = 'right'
    pen.fillText(this.#titles.x, width - 2, height - 5)
    pen.textAlign = 'left'
    pen.fillText(this.#titles.y, 2, 12)
  }
}

interface Axes {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  readonly mostX: number
  readonly mostY: number
  readonly width: number
  readonly height: number
}

/** Winners are filled, losers are rings: told apart without the colour. */
function dots(pen: CanvasRenderingContext2D, places: readonly (readonly [number, number])[], { colour, won }: { readonly colour: string; readonly won: boolean }): void {
  pen.globalAlpha = 0.7
  pen.fillStyle = colour
  pen.strokeStyle = colour
  pen.beginPath()
  for (const [x, y] of places) {
    pen.moveTo(x + DOT, y)
    pen.arc(x, y, DOT, 0, 2 * Math.PI)
  }
  if (won) pen.fill()
  else pen.stroke()
  pen.globalAlpha = 1
}

/** How far an axis goes: as far as nearly all do. */
function reach(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.max(1e-6, sorted[Math.floor((sorted.length - 1) * (1 - BEYOND))] ?? 0) * 1.06
}
