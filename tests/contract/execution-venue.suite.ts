import { expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { TimedReport, TimedVenue } from '../../src-main/venue/timed-venue.port.ts'
import type { VenueSettings } from '../../src-main/venue/simulated/venue-state.ts'
import { approved, closing, funded, kinds, listed, market, marked, path, plainSettings, T0 } from '../support/venue-cases.ts'

const lively: VenueSettings = {
  ...plainSettings, latency: { toVenueMs: 40, fromVenueMs: 60, jitterMs: 50 }, slippage: 20_000 as never, halfSpread: 1_000 as never,
  topOfBook: { least: 500_00000000 as never, most: 2_000_00000000 as never },
}

/** What every venue that lives in simulated time promises, wherever it runs. */
export function timedVenueLaws(make: (settings: VenueSettings) => Promise<TimedVenue>): void {
  const opened = async (settings = lively): Promise<TimedVenue> => {
    const venue = await make(settings)
    venue.market(listed())
    venue.market(marked(T0, 60_000))
    expect(await venue.advance(T0 as TimeMs)).toEqual([])
    return venue
  }

  /** A day in the life of an account, as the loop would drive it. */
  const live = async (venue: TimedVenue): Promise<{ at: number; reports: readonly TimedReport[] }[]> => {
    const told: { at: number; reports: readonly TimedReport[] }[] = []
    const until = async (time: number): Promise<void> => {
      for (;;) {
        const next = Math.min(venue.nextTime(), time)
        told.push({ at: next, reports: await venue.advance(next as TimeMs) })
        if (next === time && venue.nextTime() > time) return
      }
    }
    venue.market(path(T0, [60_000, 60_400, 59_800, 60_200]))
    venue.place(approved('a', market('buy', 100)), (T0 + 50) as TimeMs)
    venue.place(approved('s', closing('sell', 'stop-market', 59_700)), (T0 + 300) as TimeMs)
    venue.place(approved('t', closing('sell', 'take-profit-market', 60_900)), (T0 + 300) as TimeMs)
    await until(T0 + 300_000)
    venue.market(funded(T0 + 300_000, 10_000))
    venue.market(path(T0 + 300_000, [60_200, 60_300, 59_500, 59_600]))
    await until(T0 + 600_000)
    return told
  }

  it('says what it can do', async () => {
    expect((await opened()).capabilities).toEqual({ restingStops: true, clientOrderIds: true, amend: false, short: true, fractional: true, sessions: 'continuous' })
  })

  it('has nothing due after it was brought to the present, and says when an order is', async () => {
    const venue = await opened()
    expect(venue.nextTime()).toBe(Infinity)
    venue.place(approved('a', market('buy', 100)), (T0 + 5) as TimeMs)
    expect(venue.nextTime()).toBeLessThanOrEqual(T0 + 95)
    expect(await venue.advance((T0 + 5) as TimeMs)).toEqual([])
    expect(venue.nextTime()).toBeGreaterThanOrEqual(T0 + 45)
  })

  it('tells of everything that happened up to a time by the advance to that time, and stamps it later', async () => {
    const venue = await opened()
    venue.place(approved('a', market('buy', 10)), T0 as TimeMs)
    const reports = await venue.advance((T0 + 90) as TimeMs)
    expect(kinds(reports)).toEqual(['order-accepted', 'order-filled'])
    expect(reports.every(({ receivedAt }) => receivedAt >= T0 + 100)).toBe(true)
  })

  it('tells in the order of receipt', async () => {
    const times = (await live(await opened())).flatMap(({ reports }) => reports.map(({ receivedAt }) => receivedAt))
    expect(times.length).toBeGreaterThan(8)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('gives the same reports for the same calls', async () => {
    expect(await live(await opened())).toEqual(await live(await opened()))
  })

  it('closes at the stop, ends the other order, and agrees with itself in its snapshot', async () => {
    const venue = await opened()
    const reports = (await live(venue)).flatMap((told) => told.reports.map(({ report }) => report))
    const fills = reports.flatMap((report) => (report.kind === 'order-filled' ? [report.fill] : []))
    const paid = reports.flatMap((report) => (report.kind === 'funding-paid' ? [report] : []))
    const snapshot = await venue.snapshot()
    expect([snapshot.fills, snapshot.funding]).toEqual([fills, paid])
    expect(paid).toHaveLength(1)
    expect(snapshot.positions).toEqual([])
    expect(snapshot.openOrders).toEqual([])
    expect(snapshot.closedOrders.map(({ clientOrderId, state }) => `${clientOrderId} ${state}`)).toEqual(['a filled', 's filled', 't expired'])
    const cash = fills.reduce((sum, { side, price, quantity, fee }) => sum - (side === 'buy' ? 1 : -1) * price * quantity * 1_000 - fee, 0)
    expect(snapshot.wallet).toBe(lively.deposit + cash + paid[0]!.amount)
  })

  it('never throws for what it refuses', async () => {
    const venue = await opened()
    venue.place(approved('x y', market('buy', 10)), T0 as TimeMs)
    venue.place(approved('b', market('buy', 1.5)), T0 as TimeMs)
    venue.place(approved('c', market('buy', 10, { instrumentId: 'NONE' })), T0 as TimeMs)
    venue.cancel('NONE', 'c', T0 as TimeMs)
    expect(kinds(await venue.advance((T0 + 1_000) as TimeMs))).toEqual(['order-rejected', 'order-rejected', 'order-rejected', 'cancel-rejected'])
  })

  it('fills what rests by a trade that went through it, and not by one at it', async () => {
    const venue = await opened(plainSettings)
    venue.place(approved('a', market('buy', 100, { type: 'limit', limitPrice: 5_990_000 as never })), T0 as TimeMs)
    const printed = (time: number, price: number): void => venue.market({ kind: 'trade-printed', time: time as TimeMs, instrumentId: 'BTCUSDT', price: price as never, quantity: 500 as never, isBuyerMaker: true })
    printed(T0 + 1_000, 5_990_000)
    expect(kinds(await venue.advance((T0 + 1_000) as TimeMs))).toEqual(['order-accepted'])
    printed(T0 + 2_000, 5_989_990)
    const [told] = await venue.advance((T0 + 2_000) as TimeMs)
    expect(told?.report).toMatchObject({ kind: 'order-filled', state: 'filled', fill: { quantity: 100, price: 5_990_000, liquidity: 'maker' } })
  })

  it('is done with a time it has passed', async () => {
    const venue = await opened()
    venue.place(approved('a', market('buy', 10)), T0 as TimeMs)
    await venue.advance((T0 + 1_000) as TimeMs)
    expect(await venue.advance((T0 + 500) as TimeMs)).toEqual([])
    expect((await venue.snapshot()).asOf).toBe(T0 + 1_000)
  })
}
