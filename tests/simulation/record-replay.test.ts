import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { paced } from '../../src-main/host/mode-requests.ts'
import { startLocalBinance } from '../../src-main/lab/binance/local-binance.ts'
import { compareWithBooks, journalled, type PaperComparison } from '../../src-main/modes/paper-comparison.ts'
import { replayPaper, type ChosenPair } from '../../src-main/modes/paper-replay.ts'
import type { Opening } from '../../src-main/storage/database-kind.ts'
import { isFault, verifyRecords } from '../../src-main/storage/record-verify.ts'
import { paperSession, sureRuntime, type PaperSession } from '../support/paper-session.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { ModelPair } from '../../src-shared/domain/strategy.ts'

// Sessions on paper over real sockets with the venue in its own process, and each of them again from its record alone.

const SPEED = 400
const WITHIN_MS = 60_000

const count = ({ changes }: PaperSession, wanted: Change['kind']): number => changes.filter(({ kind }) => kind === wanted).length

const reach = (isThere: () => boolean): Promise<void> => expect.poll(isThere, { timeout: WITHIN_MS }).toBe(true)

const CHOSEN: ModelPair = { long: 'm-0123456789ab-long', short: 'm-0123456789ab-short' }
/** What the run-time was asked to open beside the strategy's own models. */
const opened: (readonly ChosenPair[])[] = []

async function again(opening: Opening, recordId: string): Promise<PaperComparison> {
  const replayed = await replayPaper({ folder: join(opening.folder, 'record'), recordId, journalled: (count) => journalled(opening, count), runtime: (_configs, chosen) => Promise.resolve((opened.push(chosen), sureRuntime)) })
  expect(replayed.stoppedAt).not.toBeNull()
  expect(replayed.doubt).toBeNull()
  return compareWithBooks(opening, replayed)
}

it('comes to the same decisions, orders and fills from the record alone, also after a person spoke and in a session that goes on', async () => {
  const venue = await startLocalBinance({ speed: SPEED, instruments: 1, isUnlimited: true, historyDays: 35 })
  onTestFinished(() => venue.close())
  const home = temporaryFolder()
  const at = { port: venue.port, symbols: [...venue.market.symbols] }
  const first = await paperSession(home, 'first', at)
  await reach(() => first.mode.desk.positions().length === 1)
  expect(paced(first.mode, { kind: 'pause' })).toEqual({ accepted: false, reason: { code: 'pace-fixed', values: {} } })
  // Some minutes of the venue's time nobody hears of, with a position open.
  venue.faults.set('refuse', { ms: 600 })
  // Somebody who speaks again as soon as he is answered.
  for (let again = 0; again < 3; again++) for (const kind of ['stop-trading', 'start-trading'] as const) await first.mode.desk.ask({ kind, by: 'somebody' })
  await reach(() => first.missed() > 0)
  for (let again = 0; again < 3; again++) for (const kind of ['stop-trading', 'start-trading'] as const) await first.mode.desk.ask({ kind, by: 'somebody' })
  await first.mode.desk.ask({ kind: 'flatten', by: 'somebody', instrumentId: null })
  await reach(() => count(first, 'trade-closed') === 1)
  // Others decide from here on, in this session and the next.
  await first.mode.models!.choose({ strategyId: 'perp-ev', models: CHOSEN, by: 'somebody' })
  await first.mode.desk.ask({ kind: 'start-trading', by: 'somebody' })
  await reach(() => first.mode.desk.positions().length === 1)
  await first.close()
  // Positions and resting stops are still there.
  const second = await paperSession(home, 'second', at)
  expect(second.mode.desk.positions()).toHaveLength(1)
  await reach(() => count(second, 'decision-made') >= 2)
  await second.mode.desk.ask({ kind: 'flatten', by: 'somebody', instrumentId: null })
  await reach(() => count(second, 'trade-closed') === 1)
  await second.close()
  expect(new Set(second.changes.flatMap((change) => (change.kind === 'decision-made' ? [change.decision.modelIds.long] : [])))).toEqual(new Set([CHOSEN.long]))
  expect(first.changes.filter(({ kind }) => kind === 'models-chosen')).toMatchObject([{ models: CHOSEN }])
  for (const [recordId, session] of [['first', first], ['second', second]] as const) {
    const { replay, books, difference, until } = await again(session.opening, recordId)
    expect(difference, recordId).toBeNull()
    expect(replay).toEqual(books)
    expect(until).toEqual({ decisions: null, orders: null })
    expect(replay.decisions).toBe(session.changes.filter(({ kind }) => kind === 'decision-made').length)
    expect(replay.orders).toBeGreaterThanOrEqual(1)
  }
  expect(opened).toMatchObject([[{ strategyId: 'perp-ev', models: CHOSEN }], [{ strategyId: 'perp-ev', models: CHOSEN }]])
  const { findings, records } = await verifyRecords(join(first.opening.folder, 'record'))
  expect([...findings, ...records.flatMap((record) => record.findings)].filter(isFault)).toEqual([])
})
