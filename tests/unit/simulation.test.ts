import { expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import type { MarketEvent } from '../../src-shared/domain/event.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { JournalWriter } from '../../src-main/engine/journal-writer.ts'
import { configure, engineSettings } from '../../src-main/modes/configuration.ts'
import type { SourceEvent } from '../../src-main/modes/market-source.ts'
import { forgetfulJournal } from '../../src-main/modes/memory-journal.ts'
import { Simulation } from '../../src-main/modes/simulation.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { instrumentNamed } from '../support/instruments.ts'
import { ACCOUNT, listed, marked, path, plainSettings, T0 } from '../support/venue-cases.ts'

const NAMES = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
const OPEN = T0 - (T0 % 300_000)
const CLOSE = OPEN + 300_000

/** What the engine says to a market that tells these events. */
async function changesAfter(...instants: readonly (readonly SourceEvent[])[]): Promise<readonly Change[]> {
  const engine = new Engine(engineSettings(configure({ instruments: NAMES }), { accountId: ACCOUNT, venue: 'sim', asset: 'USDT', venueCanBeSilent: true }))
  const changes: Change[] = []
  const simulation = new Simulation({
    engine, venue: new SimulatedVenue(plainSettings), runtime: { score: async () => [] }, scoringMs: 40, journal: new JournalWriter(forgetfulJournal, forgetfulJournal),
    publisher: { publish: (published) => void changes.push(...published) },
  })
  async function* source(): AsyncGenerator<readonly SourceEvent[]> {
    for (const events of [NAMES.map((name) => listed(instrumentNamed(name))), ...instants]) yield events
  }
  await simulation.run(source())
  return changes
}

const opening = (name: string): SourceEvent[] => [marked(OPEN, 60_000, name), path(OPEN, [60_000, 99_000, 11_000, 44_000], name)]
const closing = (name: string): MarketEvent => ({ kind: 'candle-closed', time: CLOSE as never, candle: (path(OPEN, [60_000, 99_000, 11_000, 44_000], name)).candle })
const acceptedIn = (changes: readonly Change[]) => changes.flatMap((change) => (change.kind === 'candle-accepted' ? [change.candle.instrumentId] : []))

it('shows the engine nothing of a candle before it closes', async () => {
  const changes = await changesAfter(opening('BTCUSDT'))
  expect(changes.filter(({ kind }) => kind !== 'instrument-accepted')).toEqual([{ kind: 'price-accepted', time: OPEN, mark: expect.objectContaining({ mark: 60_000_00 }) }])
  expect(acceptedIn(await changesAfter(opening('BTCUSDT'), [closing('BTCUSDT')]))).toEqual(['BTCUSDT'])
})

it('gives the engine every candle that closes at one instant', async () => {
  expect(acceptedIn(await changesAfter(NAMES.flatMap(opening), NAMES.map(closing)))).toEqual(NAMES)
})
