import { LineStyle, type IChartApi, type IPriceLine, type ISeriesApi, type Logical, type UTCTimestamp } from 'lightweight-charts'
import { drawing, type Pixels } from './drawing.ts'
import { faded, type Palette } from './palette.ts'
import { pushApart } from './push-apart.ts'

export type LevelRole = 'entry' | 'stop' | 'take-profit' | 'liquidation'

/** A price that matters to an open position. */
export interface Level {
  readonly role: LevelRole
  readonly price: number
}

const LABEL_GAP = 26
const LABEL_HALF = 11
/** Above the first label is the legend. */
const LEGEND = 24
/** Between a label and the axis; a label that had to move is joined to its price there. */
const LEADER_WIDTH = 10

interface LevelParts {
  readonly chart: IChartApi
  readonly candles: ISeriesApi<'Candlestick'>
  /** Holds one element per level, named by data-level; they are put beside their prices here. */
  readonly labels: HTMLElement
  readonly palette: () => Palette
}

interface Place {
  readonly role: LevelRole
  readonly y: number
  readonly label: number
}

/** Entry, stop, take-profit and liquidation: lines with their prices on the axis, the places of their labels, what is at stake as areas. */
export class Levels {
  readonly #parts: LevelParts
  readonly #lines = new Map<LevelRole, IPriceLine>()
  #levels: readonly Level[] = []
  #since: number | undefined
  #places: readonly Place[] = []
  #told = ''

  constructor(parts: LevelParts) {
    this.#parts = parts
    parts.candles.attachPrimitive(drawing({ order: 'bottom', draw: (pixels) => this.#drawAreas(pixels), moved: () => this.place() }))
    parts.candles.attachPrimitive(drawing({ order: 'top', draw: (pixels) => this.#drawLeaders(pixels) }))
  }

  /** `since` is the library's time of the entry's bar, as far as it has it. */
  show(levels: readonly Level[], since: UTCTimestamp | undefined): void {
    this.#levels = levels
    this.#since = since
    for (const [role, line] of this.#lines) {
      if (levels.some((level) => level.role === role)) continue
      this.#parts.candles.removePriceLine(line)
      this.#lines.delete(role)
    }
    for (const { role, price } of levels) this.#line(role).applyOptions({ price })
    this.recolour()
    this.place()
  }

  recolour(): void {
    const palette = this.#parts.palette()
    for (const [role, line] of this.#lines) {
      const color = colourOf(role, palette)
      if (line.options().color !== color) line.applyOptions({ color, axisLabelColor: color, axisLabelTextColor: palette.panel })
    }
  }

  /** Puts the labels beside their prices, apart from each other; those whose price is out of sight at the edge. */
  place(): void {
    const { chart, candles, labels } = this.#parts
    const height = chart.panes()[0]?.getHeight() ?? 0
    const prices = this.#levels.flatMap(({ role, price }) => {
      const y = candles.priceToCoordinate(price)
      return y === null ? [] : [{ role, y }]
    })
    const sorted = prices.toSorted((a, b) => a.y - b.y)
    const limits = [LABEL_HALF + LEGEND, height - LABEL_HALF - 5] as const
    const apart = pushApart(sorted.map(({ y }) => Math.min(limits[1], Math.max(limits[0], y))), LABEL_GAP, limits)
    this.#places = sorted.map(({ role, y }, i) => ({ role, y, label: apart[i]! }))
    const axis = chart.priceScale('right').width()
    labels.style.right = `${axis + LEADER_WIDTH}px`
    this.#tellOverlay(axis, height)
    for (const element of labels.children) if (element instanceof HTMLElement) this.#put(element, height)
  }

  /** What else stands over the chart goes by these. */
  #tellOverlay(axis: number, height: number): void {
    const style = this.#parts.labels.parentElement?.style
    const told = `${axis} ${height}`
    if (!style || told === this.#told) return
    this.#told = told
    style.setProperty('--axis-width', `${axis}px`)
    style.setProperty('--first-pane', `${height}px`)
  }

  #put(element: HTMLElement, height: number): void {
    const place = this.#places.find(({ role }) => role === element.dataset['level'])
    element.hidden = !place
    if (!place) return
    element.style.transform = `translateY(${Math.round(place.label - LABEL_HALF)}px)`
    const edge = place.y < 0 ? 'above' : place.y > height ? 'below' : 'none'
    if (element.dataset['edge'] === edge) return
    element.dataset['edge'] = edge
    this.#lines.get(place.role)?.applyOptions({ axisLabelVisible: edge === 'none' })
  }

  #line(role: LevelRole): IPriceLine {
    const known = this.#lines.get(role)
    if (known) return known
    const lineStyle = role === 'entry' ? LineStyle.Solid : LineStyle.Dashed
    const line = this.#parts.candles.createPriceLine({ price: 0, lineWidth: 1, lineStyle, axisLabelVisible: true, title: '' })
    this.#lines.set(role, line)
    return line
  }

  /** From the entry on: what may be won is pale in the one colour, what may be lost in the other. */
  #drawAreas({ context, bitmapSize, horizontalPixelRatio, verticalPixelRatio }: Pixels): void {
    const y = (role: LevelRole): number | undefined => this.#places.find((place) => place.role === role)?.y
    const entry = y('entry')
    if (entry === undefined) return
    const scale = this.#parts.chart.timeScale()
    const since = this.#since === undefined ? null : scale.timeToCoordinate(this.#since as UTCTimestamp)
    const left = Math.max(0, (since ?? scale.logicalToCoordinate(0 as Logical) ?? 0) * horizontalPixelRatio)
    const { up, down } = this.#parts.palette()
    for (const [role, colour] of [['take-profit', up], ['stop', down]] as const) {
      const other = y(role)
      if (other === undefined) continue
      context.fillStyle = faded(colour, 0.09)
      context.fillRect(left, Math.min(entry, other) * verticalPixelRatio, bitmapSize.width - left, Math.abs(entry - other) * verticalPixelRatio)
    }
  }

  #drawLeaders({ context, bitmapSize, horizontalPixelRatio, verticalPixelRatio }: Pixels): void {
    const right = bitmapSize.width
    const palette = this.#parts.palette()
    context.lineWidth = Math.max(1, Math.floor(horizontalPixelRatio))
    for (const { role, y, label } of this.#places) {
      if (Math.abs(label - y) < 3 || y < 0 || y * verticalPixelRatio > bitmapSize.height) continue
      context.strokeStyle = colourOf(role, palette)
      context.beginPath()
      context.moveTo(right - LEADER_WIDTH * horizontalPixelRatio, label * verticalPixelRatio)
      context.lineTo(right - 2 * horizontalPixelRatio, y * verticalPixelRatio)
      context.stroke()
    }
  }
}

function colourOf(role: LevelRole, { up, down, text2, warn }: Palette): string {
  return { 'take-profit': up, stop: down, entry: text2, liquidation: warn }[role]
}
