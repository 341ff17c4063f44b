import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { dayStart } from '../../src-shared/domain/day.ts'
import type { StrategyConfig } from '../../src-shared/domain/strategy.ts'
import { DAY_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { guardsNow } from '../../src-main/engine/guards-now.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import { venueSettings } from '../../src-main/modes/paper-account.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { Rig } from '../support/desk-rig.ts'
import { instrumentNamed } from '../support/instruments.ts'
import { ScriptedMarket } from '../support/scripted-market.ts'

const MIDNIGHT = dayStart(20_000, 'utc')
const START = (MIDNIGHT - 20 * MINUTE_MS) as TimeMs
const CRASH = MIDNIGHT - 10 * MINUTE_MS + 5_000
const FLAT_BY = CRASH + 30_000
const CLEARED = MIDNIGHT + 2 * MINUTE_MS
/** Behind the second decision after that: an entry that was lost on its way is not sent again. */
const END = MIDNIGHT + 11 * MINUTE_MS
const WARM_UP_MS = 17 * DAY_MS
const INSTRUMENTS = [instrumentNamed('BTCUSDT'), instrumentNamed('ETHUSDT')]

/** Two positions are held when one of them falls by a tenth in five seconds, ten minutes before midnight: more than a day may lose. */
const priceOf = (instrumentId: string, time: number): number => (instrumentId === 'ETHUSDT' && time >= CRASH ? 5_400_000 : 6_000_000)

/** What was there when a commit had just been made, and nothing that followed from it had left. */
interface Moment {
  readonly journalled: number
  readonly time: TimeMs
  readonly venue: ReturnType<SimulatedVenue['book']>
}

/** More than the story has. */
const COMMITS = Array.from({ length: 40 }, (_, index) => index)
const LATCHES: readonly [string, string, (config: StrategyConfig) => StrategyConfig][] = [
  ['daily-loss', 'lost-of-day', (config) => ({ ...config, risk: { ...config.risk, dailyLossMax: 0.004 } })],
  ['drawdown', 'lost-of-highest', (config) => ({ ...config, risk: { ...config.risk, drawdownMax: 0.004 } })],
]

describe.each(LATCHES)('the latch %s', (latch, code, config) => {
  const moments: Moment[] = []
  let story: readonly JournalledChange[] = []
  let first: Rig

  const rigAt = (time: TimeMs, venue: SimulatedVenue, past: readonly JournalledChange[], committed?: () => void): Rig => {
    const market = new ScriptedMarket(INSTRUMENTS, time, priceOf)
    const folder = mkdtempSync(join(tmpdir(), 'haetae-latch-'))
    if (past.length > 0) {
      const journal = new SqliteJournal({ folder, accountId: 'sim:rig:1', program: 'test' })
      journal.append(past)
      journal.close()
    }
    return new Rig({ config, folder, sequel: { market, book: venue, candles: market.candlesSince(START - WARM_UP_MS) }, ...(committed ? { committed } : {}) })
  }

  const until = (rig: Rig, time: number): Promise<boolean> => rig.go(Math.max(0, Math.ceil((time - rig.market.time) / 5_000)))
  const latched = (rig: Rig): string[] => [...rig.engine.state.account.latches.keys()]
  const entriesOf = (rig: Rig): string[] => rig.placed.filter(({ purpose }) => purpose === 'open').map(({ intentId }) => intentId)
  const places = (kind: JournalledChange['kind']): number[] => story.flatMap((change, index) => (change.kind === kind ? [index] : []))

  beforeAll(async () => {
    let journalled = 0
    const book = new SimulatedVenue(venueSettings(1, 3))
    const seen = (): void => {
      journalled = first.journal.lastSequence
      if (first.engine.state.account.latches.size > 0 || moments.length > 0) moments.push({ journalled, time: first.market.time, venue: book.book() })
    }
    first = rigAt(START, book, [], seen)
    await first.start()
    await until(first, CLEARED)
    first.ask({ kind: 'clear-latch', by: 'a person', latch })
    await until(first, END)
    story = [...first.journal.read()]
  }, 60_000)
  afterAll(() => first.close())

  it('is latched by a loss, flat within ten seconds, latched on the next day, and trades again only when a person has said so', () => {
    const [loss] = first.of('latch-set')
    expect(first.of('latch-set')).toHaveLength(1)
    expect(loss).toMatchObject({ latch, time: CRASH, reason: { code } })
    const closed = first.of('trade-closed')
    expect(closed.slice(0, 2).map(({ trade }) => trade.instrumentId).toSorted()).toEqual(['BTCUSDT', 'ETHUSDT'])
    for (const { time } of closed.slice(0, 2)) expect(time - CRASH).toBeLessThanOrEqual(10_000)
    expect(first.of('day-opened').map(({ day }) => day)).toEqual([19_999, 20_000])
    expect(first.of('latch-cleared')).toMatchObject([{ time: CLEARED, by: 'a person' }])
    const between = first.of('intent-opened').filter(({ order, time }) => order.purpose === 'open' && time >= CRASH)
    expect(between.length).toBeGreaterThan(0)
    for (const { time } of between) expect(time).toBeGreaterThan(CLEARED)
  })

  it('was killed after each commit from the latch to the first new entry', () => {
    const [set] = places('latch-set')
    const [cleared] = places('latch-cleared')
    const stages: JournalledChange['kind'][] = ['latch-set', 'exit-due', 'intent-opened', 'attempt-sent', 'order-accepted', 'fill-booked', 'trade-closed', 'day-opened', 'latch-cleared']
    for (const kind of stages) expect(places(kind).some((index) => index >= set! && index <= cleared!), kind).toBe(true)
    expect(moments.length).toBeGreaterThan(12)
    expect(moments.length).toBeLessThan(COMMITS.length)
  })

  it('holds the latch in every part of the journal between the loss and the person', () => {
    const [set] = places('latch-set')
    const [cleared] = places('latch-cleared')
    for (let end = 0; end <= story.length; end++) {
      const engine = new Engine(first.engine.state.settings)
      recover(engine, { instruments: INSTRUMENTS, changes: story.slice(0, end), candles: [], asOf: START })
      expect([...engine.state.account.latches.keys()], `after ${end} changes`).toEqual(end > set! && end <= cleared! ? [latch] : [])
    }
  })

  describe('killed after a commit', () => {
    it.for(COMMITS)('%i from the latch on, it goes on where it was', async (commit) => {
      const moment = moments[commit]
      if (!moment) return
      const past = story.slice(0, moment.journalled)
      const isCleared = past.some(({ kind }) => kind === 'latch-cleared')
      const venue = new SimulatedVenue(venueSettings(1, 3), structuredClone(moment.venue))
      const rig = rigAt(moment.time, venue, past)
      try {
        expect(latched(rig)).toEqual(isCleared ? [] : [latch])
        await rig.start()
        if (!isCleared) await staysLatched(rig)
        await until(rig, END)
        expect(latched(rig)).toEqual([])
        const { positions } = await rig.snapshot()
        const own = Array.from(rig.engine.state.ledger.trades.values(), ({ position: { instrumentId, quantity } }) => [instrumentId, quantity])
        expect(own).toEqual(positions.map(({ instrumentId, quantity }) => [instrumentId, quantity]))
        expect(own.length, 'trades again').toBeGreaterThan(0)
        expect(new Set(entriesOf(rig)).size).toBe(entriesOf(rig).length)
      } finally {
        rig.close()
      }
    })

    async function staysLatched(rig: Rig): Promise<void> {
      expect(guardsNow(rig.engine.state).find(({ guard }) => guard === 'latch')).toMatchObject({ verdict: 'refuse', value: 1 })
      await until(rig, FLAT_BY)
      expect(rig.held).toBe(0)
      await until(rig, CLEARED)
      expect((await rig.snapshot()).positions).toEqual([])
      expect((await rig.snapshot()).openOrders).toEqual([])
      expect(rig.engine.state.account.day).toBe(20_000)
      expect(latched(rig)).toEqual([latch])
      expect(entriesOf(rig)).toEqual([])
      rig.ask({ kind: 'clear-latch', by: 'a person', latch })
    }
  })
})
