import { beforeAll, expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { MarketSource, SourceEvent } from '../../src-main/modes/market-source.ts'

const instrumentOf = (event: SourceEvent): string => {
  switch (event.kind) {
    case 'instrument-listed': return event.instrument.instrumentId
    case 'price-marked': return event.mark.instrumentId
    case 'funding-settled': return event.funding.instrumentId
    case 'candle-closed':
    case 'candle-path': return event.candle.instrumentId
    case 'trade-printed': return event.instrumentId
    case 'component-reported':
    case 'woken': return ''
  }
}

/** When what an event tells could first be known. A path is for simulated venues only, at the candle's open time. */
const knownAt = (event: SourceEvent): number => {
  switch (event.kind) {
    case 'instrument-listed': return event.time
    case 'price-marked': return event.mark.asOf
    case 'funding-settled': return event.funding.fundingTime
    case 'candle-closed': return event.candle.closeTime
    case 'candle-path': return event.candle.openTime
    case 'trade-printed':
    case 'component-reported':
    case 'woken': return event.time
  }
}

const isWhole = ({ open, high, low, close, volume, openTime, closeTime, intervalMs }: Candle): boolean =>
  [open, high, low, close, volume].every((value) => Number.isSafeInteger(value) && value >= 0) && low <= Math.min(open, close) && high >= Math.max(open, close) && low > 0 && closeTime === openTime + intervalMs

async function take(source: MarketSource, arrays: number): Promise<(readonly SourceEvent[])[]> {
  const taken: (readonly SourceEvent[])[] = []
  for await (const events of source) {
    taken.push(events)
    if (taken.length === arrays) break
  }
  return taken
}

/** What every source of market events promises to the loop. `open` gives a source that begins anew; of an endless one, so many arrays are looked at. */
export function marketSourceLaws(open: () => Promise<MarketSource>, arrays: number): void {
  let parts: (readonly SourceEvent[])[]
  let events: readonly SourceEvent[]
  beforeAll(async () => {
    parts = await take(await open(), arrays)
    events = parts.flat()
  }, 60_000)

  it('tells of candles and prices', () => {
    for (const kind of ['instrument-listed', 'price-marked', 'candle-closed'] as const) expect(events.filter((event) => event.kind === kind).length, kind).toBeGreaterThan(0)
  })

  it('never goes back in time, and no instant is torn between two arrays', () => {
    expect(events.findIndex((event, i) => i > 0 && event.time < events[i - 1]!.time)).toBe(-1)
    expect(parts.findIndex((part, i) => part.length === 0 || (i > 1 && part[0]!.time === parts[i - 1]!.at(-1)!.time))).toBe(-1)
  })

  it('has one price of an instrument at one instant at most', () => {
    const prices = events.flatMap((event) => (event.kind === 'price-marked' ? [`${event.mark.instrumentId}/${event.time}`] : []))
    expect(prices).toHaveLength(new Set(prices).size)
  })

  it('lists an instrument before it tells of it', () => {
    const listed = new Set<string>()
    const unlisted = events.filter((event) => event.kind === 'instrument-listed' ? !listed.add(instrumentOf(event)) : !listed.has(instrumentOf(event)))
    expect(unlisted).toEqual([])
  })

  it('tells nothing before it could be known, and a candle at the instant it closes', () => {
    expect(events.filter((event) => knownAt(event) > event.time)).toEqual([])
    expect(events.filter((event) => (event.kind === 'candle-closed' || event.kind === 'candle-path') && knownAt(event) !== event.time)).toEqual([])
  })

  it('gives whole candles, one after the other, and as a path none but what closes later', () => {
    const closed = events.flatMap((event) => (event.kind === 'candle-closed' ? [event.candle] : []))
    expect(closed.filter((candle) => !isWhole(candle))).toEqual([])
    const last = new Map<string, number>()
    const overlapping = closed.filter(({ instrumentId, openTime, closeTime }) => {
      const before = last.get(instrumentId) ?? -Infinity
      last.set(instrumentId, closeTime)
      return openTime < before
    })
    expect(overlapping).toEqual([])
    const byOpen = new Map(closed.map((candle) => [`${candle.instrumentId}/${candle.openTime}`, candle]))
    for (const event of events) {
      const later = event.kind === 'candle-path' && byOpen.get(`${event.candle.instrumentId}/${event.candle.openTime}`)
      if (later) expect(event.candle).toEqual(later)
    }
  })

  it('tells the same when it is asked again', async () => {
    expect(await take(await open(), arrays)).toEqual(parts)
  })
}
