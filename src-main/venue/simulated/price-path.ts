import type { Candle } from '../../../src-shared/domain/candle.ts'
import { multiplyDivideCut } from '../../../src-shared/domain/decimal.ts'
import type { CandlePath } from '../../../src-shared/domain/event.ts'
import type { Price, Quantity, TimeMs } from '../../../src-shared/domain/units.ts'
import type { Listing, PricePath } from './venue-state.ts'

const LEGS = 3

type PathInside = Pick<CandlePath, 'candle' | 'parts'>

/** The mark price during a candle, as one of its own. */
export function markInside({ candle, marks }: Pick<CandlePath, 'candle' | 'marks'>): PathInside | undefined {
  const [first, ...more] = marks ?? []
  if (!first) return undefined
  if (more.length === 0) return { candle: first }
  const [high, low] = [Math.max(first.high, ...more.map((part) => part.high)), Math.min(first.low, ...more.map((part) => part.low))]
  return { candle: { ...candle, open: first.open, high: high as Price, low: low as Price, close: more.at(-1)!.close }, parts: [first, ...more] }
}

/** Who holds sees the worse extreme first; for nobody, a rising candle dips first and a falling one rises first. */
const isLowFirst = ({ open, close }: Candle, held: Quantity): boolean => (held === 0 ? close >= open : held > 0)

export function startPath({ candle, parts }: PathInside, held: Quantity): PricePath {
  const { openTime, open } = candle
  const path: PricePath = { candle, ...(parts && { parts }), part: 0, lowFirst: false, leg: 0, fromTime: openTime, fromPrice: open, toTime: openTime, toPrice: open }
  enter(path, held)
  return path
}

/** What the price is in at present. */
const currentOf = ({ candle, parts, part }: PricePath): Candle => parts?.[part] ?? candle

function enter(path: PricePath, held: Quantity): void {
  const candle = currentOf(path)
  path.lowFirst = isLowFirst(candle, held)
  path.leg = 0
  path.fromTime = candle.openTime
  path.fromPrice = candle.open
  aim(path)
}

export const isUnderWay = (path: PricePath | null): path is PricePath => path !== null && path.leg < LEGS

/** In a candle without a trade nobody sold and nobody bought: no order is executed, however its price stands. */
export const isStill = ({ path, trades }: Pick<Listing, 'path' | 'trades'>): boolean => (trades ?? path)?.candle.volume === 0

/** On the last leg inside a part: what comes next is the open of another. */
const isAtPartEnd = ({ leg, part, parts }: PricePath): boolean => leg === LEGS - 1 && parts !== undefined && part + 1 < parts.length

/** Goes on to the next leg. True when the price may have jumped there, to the open of the next part. */
export function nextLeg(path: PricePath, held: Quantity): boolean {
  if (isAtPartEnd(path)) {
    path.part++
    enter(path, held)
    return true
  }
  path.fromTime = path.toTime
  path.fromPrice = path.toPrice
  path.leg++
  if (path.leg < LEGS) aim(path)
  return false
}

/** Moves a path on to the leg of a time, past whatever lies before. */
export function skipTo(path: PricePath, time: TimeMs, held: Quantity): void {
  while (isUnderWay(path) && (isAtPartEnd(path) ? path.toTime + 1 : path.toTime) <= time) nextLeg(path, held)
}

/** On the first leg nothing is settled yet, so a position that has just come about still meets its worse extreme first. */
export function turnAgainst(path: PricePath, held: Quantity, time: TimeMs, price: Price): void {
  if (path.leg > 0 || held === 0 || path.lowFirst === isLowFirst(currentOf(path), held) || time >= path.toTime) return
  path.lowFirst = !path.lowFirst
  path.fromTime = time
  path.fromPrice = price
  aim(path)
}

/** The price at a time of the leg under way. Rounded toward where the leg began. */
export function priceAt({ fromTime, fromPrice, toTime, toPrice }: PricePath, time: TimeMs): Price {
  if (time >= toTime) return toPrice
  return (fromPrice + multiplyDivideCut(toPrice - fromPrice, Math.max(0, time - fromTime), toTime - fromTime)) as Price
}

/** The first millisecond at which the leg under way has reached a price between its ends. */
export function timeOf({ fromTime, fromPrice, toTime, toPrice }: PricePath, price: Price): TimeMs {
  const whole = Math.abs(toPrice - fromPrice)
  const part = Math.abs(price - fromPrice)
  if (part === 0) return fromTime
  if (part >= whole) return toTime
  const time = fromTime + multiplyDivideCut(part, toTime - fromTime, whole)
  return (priceAt({ fromTime, fromPrice, toTime, toPrice } as PricePath, time as TimeMs) === price ? time : time + 1) as TimeMs
}

function aim(path: PricePath): void {
  const { leg, lowFirst } = path
  const candle = currentOf(path)
  const third = Math.floor((candle.intervalMs * (leg + 1)) / LEGS)
  path.toTime = (leg === LEGS - 1 ? candle.closeTime - 1 : candle.openTime + third) as TimeMs
  path.toPrice = leg === LEGS - 1 ? candle.close : lowFirst === (leg === 0) ? candle.low : candle.high
}
