import { DAY_MS } from '../../src-shared/domain/units.ts'
import { isoDay } from '../base/system-calendar.ts'
import { html, type Markup } from './markup.ts'

/** A rectangle of a drawing, in its units, and what it shows. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

export const xOf = ({ left, width, x: [from, to] }: Frame, value: number): number => round(left + (width * (value - from)) / (to - from || 1))
export const yOf = ({ top, height, y: [low, high] }: Frame, value: number): number => round(top + height - (height * (value - low)) / (high - low || 1))
const round = (value: number): number => Math.round(value * 10) / 10

/** Round values from low to high, about `count` of them. */
export function ticks([low, high]: readonly [number, number], count: number): readonly number[] {
  const rough = (high - low) / count
  if (!(rough > 0)) return [low]
  let power = 1
  while (power > rough) power /= 10
  while (power * 10 <= rough) power *= 10
  const step = power * ([1, 2, 5, 10].find((multiple) => multiple * power >= rough) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, index) => (first + index) * step)
}

/** The values' extent with 0, and some air. */
export function extent(values: readonly number[], air = 0.06): [number, number] {
  let [low, high] = [0, 0]
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)]
  const more = (high - low || 0.01) * air
  return [low === 0 ? 0 : low - more, high === 0 ? 0 : high + more]
}

/** Firsts of months, or days where the span is short; at most `most` of them. */
export function dateTicks([from, to]: readonly [number, number], most = 12): readonly { readonly time: number; readonly label: string }[] {
  const days: number[] = []
  for (let day = Math.ceil(from / DAY_MS) * DAY_MS; day <= to; day += DAY_MS) days.push(day)
  const firsts = days.filter((day) => isoDay(day).endsWith('-01'))
  const isLong = firsts.length >= 3
  const candidates = isLong ? firsts : days
  const every = Math.max(1, Math.ceil(candidates.length / most))
  return candidates.filter((_, index) => index % every === 0).map((time) => ({ time, label: isLong ? isoDay(time).slice(0, 7) : isoDay(time).slice(5) }))
}

const COLUMNS = 900

/** A line through all points; where there are more than can be seen, through the lowest and the highest of each column. */
export function linePath(frame: Frame, time: readonly number[], values: readonly number[]): string {
  const size = Math.max(1, Math.ceil(time.length / COLUMNS))
  const points: string[] = []
  for (let from = 0; from < time.length; from += size) {
    for (const index of shownOf(values, from, Math.min(time.length, from + size))) points.push(`${xOf(frame, time[index]!)},${yOf(frame, values[index]!)}`)
  }
  return `M${points.join('L')}`
}

function shownOf(values: readonly number[], from: number, to: number): readonly number[] {
  let [low, high] = [from, from]
  for (let index = from; index < to; index++) {
    if (values[index]! < values[low]!) low = index
    if (values[index]! > values[high]!) high = index
  }
  const shown = low < high ? [low, high] : [high, low]
  const kept = to === values.length ? [...shown, to - 1] : shown
  return kept.filter((index, place) => kept.indexOf(index) === place).toSorted((a, b) => a - b)
}

/** The same, filled down to a level. */
export const areaPath = (frame: Frame, time: readonly number[], values: readonly number[], level = 0): string =>
  `${linePath(frame, time, values)}L${xOf(frame, time.at(-1)!)},${yOf(frame, level)}L${xOf(frame, time[0]!)},${yOf(frame, level)}Z`

interface Labels {
  readonly label: (value: number) => string
  readonly count: number
}

/** Horizontal lines with their values at the left; 0 stands out. */
export function grid(frame: Frame, { label, count }: Labels): Markup[] {
  const { left, width } = frame
  return ticks(frame.y, count).map((value) => html`<line class="${value === 0 ? 'zero' : 'grid'}" x1="${left}" x2="${left + width}" y1="${yOf(frame, value)}" y2="${yOf(frame, value)}"/><text class="axis" x="${left - 8}" y="${yOf(frame, value) + 4}" text-anchor="end">${label(value)}</text>`)
}

/** Times below the frame. */
export function dates(frame: Frame): Markup[] {
  const { top, height } = frame
  return dateTicks(frame.x).map(({ time, label }) => html`<line class="grid" x1="${xOf(frame, time)}" x2="${xOf(frame, time)}" y1="${top + height}" y2="${top + height + 4}"/><text class="axis" x="${xOf(frame, time)}" y="${top + height + 18}" text-anchor="middle">${label}</text>`)
}

export const drawing = (width: number, height: number, about: string, content: readonly (Markup | readonly Markup[])[]): Markup =>
  html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${about}">${content.flat()}</svg>`
