import { describe, expect, it, onTestFinished } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import { formatDecimal } from '../../src-shared/domain/decimal.ts'
import { HOUR_MS, MONEY_DECIMALS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { VenueSnapshot } from '../../src-shared/domain/venue.ts'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { Engine } from '../../src-main/engine/engine.ts'
import { JournalWriter } from '../../src-main/engine/journal-writer.ts'
import { recover } from '../../src-main/engine/recovery.ts'
import { openBooks } from '../../src-main/modes/account-books.ts'
import { engineSettings } from '../../src-main/modes/configuration.ts'
import { ASSET, DEPOSIT, SCORING_MS, VENUE } from '../../src-main/modes/paper-account.ts'
import { Simulation } from '../../src-main/modes/simulation.ts'
import { RecordedSource } from '../../src-main/venue/recorded/recorded-source.ts'
import { archiveOf, CASE_ACCOUNT, CASE_FROM, configOf, instrumentOf, runtimeOf, settingsOf, told } from '../support/hand-case-run.ts'
import { HAND_CASES, type HandCase, type HandOutcome } from '../support/hand-cases.ts'
import { accountFolder, startVenue } from '../support/venue-process.ts'

/** Trading begins here; what lies before is warm-up, as it is for a demo that starts. */
const FROM = (CASE_FROM - 8 * HOUR_MS) as TimeMs

/** The parts of a demo: recovered engine, durable journal, the venue in a process of its own. Only the market is a script. */
async function demoOf(one: HandCase): Promise<{ readonly outcome: HandOutcome; readonly snapshot: VenueSnapshot; readonly journalled: HandOutcome }> {
  const { home, close } = await archiveOf(one)
  onTestFinished(close)
  const books = openBooks({ home, accountId: CASE_ACCOUNT, program: 'test', clock: systemClock })
  onTestFinished(() => books.close())
  const [instrument, config] = [instrumentOf(one), configOf(one)]
  const engine = new Engine(engineSettings(config, { accountId: CASE_ACCOUNT, venue: VENUE, asset: ASSET, venueCanBeSilent: true }))
  recover(engine, { instruments: [instrument], changes: books.journal.read(), candles: await books.archive.candles(instrument.instrumentId, config.decisionIntervalMs, 0 as TimeMs, FROM), asOf: FROM })
  const heard = { unknown: [], links: [] }
  const venue = await startVenue(accountFolder(), settingsOf(one), heard)
  const changes: Change[] = []
  const simulation = new Simulation({
    engine, venue, runtime: runtimeOf(one), scoringMs: SCORING_MS, journal: new JournalWriter(books.journal, books.fallback), publisher: { publish: (published) => void changes.push(...published) },
  })
  void simulation.push({ kind: 'session-started', time: FROM, sessionId: 'hand', mode: 'demo', configHash: engine.state.settings.configHash, deposit: { asset: ASSET, amount: DEPOSIT } })
  for (const component of ['journal', 'venue', 'models']) void simulation.push({ kind: 'component-reported', time: FROM, component, healthy: true, detail: '' })
  void simulation.push({ kind: 'person-asked', time: FROM, request: { kind: 'start-trading', by: 'hand' } })
  await simulation.start()
  const source = await RecordedSource.open({ archive: books.archive, instruments: [instrument], intervalMs: config.decisionIntervalMs, from: FROM, to: Number.MAX_SAFE_INTEGER as TimeMs })
  await simulation.run(source.events())
  expect(heard).toEqual({ unknown: [], links: [true] })
  return { outcome: told(changes, one), snapshot: await venue.snapshot(), journalled: told([...books.journal.read()], one) }
}

describe('the parts of a demo come to what a person with a pencil comes to', () => {
  for (const one of HAND_CASES) it(one.name, async () => {
    const { outcome, snapshot, journalled } = await demoOf(one)
    expect(outcome).toEqual(one.expected)
    // Decisions are not journalled; what touched money is.
    const { flat: _, ...money } = one.expected
    expect(journalled).toEqual(money)
    expect({ wallet: formatDecimal(snapshot.wallet, MONEY_DECIMALS, true), positions: snapshot.positions, openOrders: snapshot.openOrders }).toEqual({ wallet: one.expected.wallet, positions: [], openOrders: [] })
  }, 30_000)
})
