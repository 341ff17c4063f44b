import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import { copyIfDue } from '../../src-main/storage/copies.ts'
import type { Opening } from '../../src-main/storage/database-kind.ts'
import { FallbackJournal } from '../../src-main/storage/fallback-journal.ts'
import { Lease } from '../../src-main/storage/lease.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { btc } from '../support/instruments.ts'
import { readCsvRows } from '../support/read-csv.ts'
import { haetae, NOW } from '../support/recording-terminal.ts'
import { DECISION, entered, ENTRY, roundTrip, START, STOP } from '../support/round-trip.ts'
import { filesIn, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { decisionAt, latchSet } from '../support/storage-samples.ts'

interface Place {
  readonly home: string
  readonly opening: Opening
}

/** A home with the account sim:demo:5, as a demo would leave it. */
async function placeWith(changes: readonly JournalledChange[], instruments = [btc]): Promise<Place> {
  const home = temporaryFolder()
  const opening = openingIn(join(home, 'sim_demo_5'))
  mkdirSync(opening.folder)
  const archive = new SqliteMarketArchive(opening)
  await archive.putInstruments(instruments)
  await archive.putDecisions([decisionAt(START, 'd-1'), decisionAt(START + 1_000, 'd-2')])
  archive.close()
  append(opening, changes)
  return { home, opening }
}

function append(opening: Opening, changes: readonly JournalledChange[]): void {
  const journal = new SqliteJournal(opening)
  journal.append(changes)
  journal.close()
}

function holdLease({ folder }: Opening): void {
  const lease = Lease.take(folder, { instance: 'other', pid: 4_711, startedAt: NOW, purpose: 'engine' })
  onTestFinished(() => lease.release())
}

describe('haetae export', () => {
  it('writes the log of the demo account as CSV unless told otherwise', async () => {
    const { home } = await placeWith(roundTrip())
    const { code, out, error } = await haetae(['export'], { home })
    expect([code, error]).toEqual([0, ''])
    const rows = readCsvRows(out)
    expect(rows.map(({ kind }) => kind)).toEqual(['transfer', 'order', 'outcome', 'outcome', 'fill', 'fee', 'outcome', 'order', 'outcome', 'outcome', 'funding', 'fill', 'realized', 'fee', 'outcome', 'trade'])
    expect(rows.at(-1)).toMatchObject({ entry_id: ENTRY, decision_id: DECISION, amount: '-13.36194300', exit_reason: 'stop' })
  })

  it.each([['log', 16], ['trades', 1], ['fills', 2], ['orders', 2], ['ledger', 5], ['decisions', 2]])('knows the table %s in both forms', async (table, count) => {
    const { home } = await placeWith(roundTrip())
    const csv = readCsvRows((await haetae(['export', '--table', table], { home })).out)
    const json = JSON.parse((await haetae(['export', '--table', table, '--format', 'json'], { home })).out) as Record<string, string | number | null>[]
    expect([csv.length, json.length]).toEqual([count, count])
    expect(json.map((row) => Object.keys(row))).toEqual(csv.map((row) => Object.keys(row)))
    // Text that begins like a formula would differ, and there is none here.
    expect(json.map((row) => Object.values(row).map((cell) => String(cell ?? '')))).toEqual(csv.map((row) => Object.values(row)))
  })

  it('takes --from and leaves --to out', async () => {
    const { home } = await placeWith(roundTrip())
    const kinds = async (...range: readonly string[]) => readCsvRows((await haetae(['export', ...range], { home })).out).map(({ kind }) => kind)
    expect(await kinds('--from', '2025-11-21T04:40:03Z', '--to', '2025-11-21T04:40:04Z')).toEqual(['funding'])
    expect(await kinds('--from', '2025-11-22')).toEqual([])
    const decisions = await haetae(['export', '--table', 'decisions', '--from', '2025-11-21T04:40:01Z'], { home })
    expect(readCsvRows(decisions.out).map((row) => row['decision_id'])).toEqual(['d-2'])
    expect(await haetae(['export', '--from', '2025-11-22', '--to', '2025-11-22'], { home })).toMatchObject({ code: 2, error: expect.stringContaining('--from must be before --to') as string })
  })

  it('works beside an engine that holds the account, and changes nothing', async () => {
    const { home, opening } = await placeWith(roundTrip())
    holdLease(opening)
    const writer = new SqliteJournal(opening)
    onTestFinished(() => writer.close())
    writer.append([latchSet('daily-loss')])
    const before = filesIn(home)
    expect((await haetae(['export'], { home })).code).toBe(0)
    expect((await haetae(['status'], { home })).code).toBe(0)
    expect(filesIn(home)).toEqual(before)
  })

  it('never overwrites a file unless it is forced to', async () => {
    const { home } = await placeWith(roundTrip())
    const folder = temporaryFolder()
    const path = join(folder, 'log.csv')
    writeFileSync(path, 'mine')
    expect(await haetae(['export', '--out', path], { home })).toMatchObject({ code: 3, out: '', error: expect.stringContaining('--force') as string })
    expect(readFileSync(path, 'utf8')).toBe('mine')
    expect(await haetae(['export', '--out', path, '--force'], { home })).toEqual({ code: 0, out: '', error: '' })
    expect(readFileSync(path, 'utf8')).toBe((await haetae(['export'], { home })).out)
    expect(readdirSync(folder)).toEqual(['log.csv'])
  })

  it('leaves nothing behind when it is stopped or fails half-way', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'log.csv')
    const many = Array.from({ length: 3_000 }, (_, n): JournalledChange => ({ kind: 'attempt-sent', time: NOW, intentId: `o-${n}`, attempt: 1 }))
    const { home } = await placeWith(many)
    expect((await haetae(['export', '--out', path], { home, cancelled: () => true })).code).toBe(130)
    expect(readdirSync(folder)).toEqual([])
    const stranger = await placeWith(roundTrip(), [])
    expect(await haetae(['export', '--out', path], stranger)).toMatchObject({ code: 3, error: expect.stringMatching(/BTCUSDT.*market\.db/) as string })
    expect(readdirSync(folder)).toEqual([])
    expect(await haetae(['export', '--out', join(folder, 'no', 'log.csv')], { home })).toMatchObject({ code: 3, error: expect.stringContaining('cannot be written') as string })
  })

  it('names the accounts that are there when it is asked for another one', async () => {
    const { home } = await placeWith([])
    expect(await haetae(['export', '--account', 'sim:demo:8'], { home })).toEqual({ code: 3, out: '', error: `there is no account sim:demo:8 in ${home}. There are sim:demo:5: name one with --account.\n` })
    expect((await haetae(['export', '--account', '../x'], { home })).code).toBe(2)
    expect(readdirSync(home)).toEqual(['sim_demo_5'])
  })
})

describe('haetae status', () => {
  it('tells what is held, what protects it and what it earned', async () => {
    const { home, opening } = await placeWith([...roundTrip(), ...entered().map(again), latchSet('daily-loss')])
    holdLease(opening)
    const { code, out } = await haetae(['status', '--json'], { home })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      accountId: 'sim:demo:5', holder: { pid: 4_711, purpose: 'engine' }, copies: [], unadopted: null,
      books: {
        sequence: roundTrip().length + entered().length + 1, lastChangeAt: '2025-11-21T04:40:12.000Z', mode: 'demo', trading: true, latches: [{ latch: 'daily-loss' }], wallet: '9986.068057', tradeCount: 1,
        realized: '-12.114', fees: '-1.703943', funding: '-0.114',
        positions: [{ instrument: 'BTCUSDT', side: 'long', quantity: '0.012', entryId: `${ENTRY}2`, decisionId: 'perp-ev/BTCUSDT/1763700010000', cost: '1140', stop: { orderId: `${STOP}2`, triggerPrice: '94000', state: 'accepted' }, exitReason: null }],
        orders: [{ orderId: `${STOP}2`, purpose: 'protect', quantity: null, filled: '0', state: 'accepted' }],
      },
    })
  })

  it('says so where a position has no stop', async () => {
    const { home } = await placeWith(entered().slice(0, 6))
    const { out } = await haetae(['status'], { home })
    expect(out).toContain(`BTCUSDT long 0.012, entry ${ENTRY}, NO STOP\n`)
    expect(out).toContain('sim:demo:5: not in use\n')
  })

  it('tells of an account without a journal', async () => {
    const { home, opening } = await placeWith([])
    rmSync(join(opening.folder, 'journal.db'))
    expect(await haetae(['status'], { home })).toMatchObject({ code: 0, error: '', out: expect.stringContaining('nothing was journalled here yet') as string })
  })

  it('tells of changes that wait beside the journal', async () => {
    const { home, opening } = await placeWith(roundTrip())
    const fallback = new FallbackJournal(join(opening.folder, 'journal-fallback.ndjson'), opening.accountId)
    fallback.append([latchSet('x')])
    fallback.close()
    expect((await haetae(['status'], { home })).out).toContain('holds changes that the journal could not take')
  })

  it('refuses to guess at an instrument that it does not know', async () => {
    const { home } = await placeWith(roundTrip(), [])
    expect(await haetae(['status'], { home })).toMatchObject({ code: 3, out: '', error: expect.stringMatching(/BTCUSDT.*market\.db/) as string })
  })
})

/** The same once more, later and under other ids. */
function again(change: JournalledChange): JournalledChange {
  const text = JSON.stringify(change).replaceAll(ENTRY, `${ENTRY}2`).replaceAll(STOP, `${STOP}2`).replaceAll('"tradeId":"1"', '"tradeId":"3"').replaceAll('"reference":"1"', '"reference":"3"')
  return JSON.parse(text.replaceAll(/17637000(\d\d)000/g, (_, seconds: string) => String(START + 10_000 + 1_000 * Number(seconds)))) as JournalledChange
}

describe('haetae doctor', () => {
  const states = (out: string): Record<string, string> => Object.fromEntries((JSON.parse(out) as { name: string; state: string }[]).map(({ name, state }) => [name, state]))

  it('finds nothing wrong with a sound account, and changes nothing', async () => {
    const { home } = await placeWith(roundTrip())
    const before = filesIn(home)
    const { code, out } = await haetae(['doctor', '--json'], { home })
    expect(states(out)).toMatchObject({ node: 'ok', sqlite: 'ok', models: 'ok', clock: 'ok', home: 'ok', durability: 'ok', 'sim:demo:5 journal.db': 'ok', 'sim:demo:5 market.db': 'ok', 'sim:demo:5 books': 'ok', 'sim:demo:5 lease': 'ok' })
    expect(code).toBe(0)
    expect(filesIn(home)).toEqual(before)
  })

  it('warns of latches and of changes beside the journal, which is no failure', async () => {
    const { home, opening } = await placeWith([...roundTrip(), latchSet('daily-loss')])
    const fallback = new FallbackJournal(join(opening.folder, 'journal-fallback.ndjson'), opening.accountId)
    fallback.append([latchSet('x'), latchSet('y')])
    fallback.close()
    const { code, out } = await haetae(['doctor', '--account', 'sim:demo:5'], { home })
    expect(out).toMatch(/^warn {3}sim:demo:5 books: .*daily-loss/m)
    expect(out).toMatch(/^warn {3}sim:demo:5 fallback: .* 2 changes/m)
    expect(code).toBe(0)
  })

  it('looks at all accounts and fails for the damaged one only', async () => {
    const { home, opening } = await placeWith(roundTrip())
    const damaged = join(home, 'sim_demo_8')
    cpSync(opening.folder, damaged, { recursive: true })
    const { code, out, error } = await haetae(['doctor'], { home })
    expect(out).toMatch(/^ok {5}sim:demo:5 journal\.db/m)
    expect(out).toMatch(/^failed sim:demo:8 journal\.db: .* belongs to account sim:demo:5/m)
    expect(error).toMatch(/^\d of \d+ checks failed$/m)
    expect(code).toBe(3)
  })

  it('fails for a journal that cannot be folded', async () => {
    const { home } = await placeWith(roundTrip(), [])
    expect(states((await haetae(['doctor', '--json'], { home })).out)).toMatchObject({ 'sim:demo:5 journal.db': 'ok', 'sim:demo:5 books': 'failed' })
  })

  it.each([
    ['missing', (folder: string) => rmSync(join(folder, 'demo-linear-long'), { recursive: true })],
    ['altered', (folder: string) => writeFileSync(join(folder, 'demo-linear-long', 'model.onnx'), 'something else')],
  ])('fails for a model that is %s, and back-tests refuse it too', async (kind, spoil) => {
    const { home } = await placeWith([])
    const root = temporaryFolder()
    cpSync(resolve('models'), join(root, 'models'), { recursive: true })
    expect(states((await haetae(['doctor', '--json'], { home, root })).out)).toMatchObject({ models: 'ok', pages: 'warn' })
    spoil(join(root, 'models'))
    const { code, out } = await haetae(['doctor'], { home, root })
    expect(out).toMatch(new RegExp(`^failed models: The model demo-linear-long is refused \\(${kind}\\).*npm run models`, 'm'))
    expect(code).toBe(3)
    expect(await haetae(['backtest', '--instrument', 'BTCUSDT', '--account', 'sim:demo:5'], { home, root })).toMatchObject({ code: 3, out: '', error: expect.stringContaining(`refused (${kind})`) as string })
  })

  it('fails for a clock that cannot be right and for a home that cannot be written', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    const { code, out } = await haetae(['doctor', '--json'], { home: join(folder, 'file', 'home'), clock: { now: () => 1_000 as typeof NOW } })
    expect(states(out)).toMatchObject({ clock: 'failed', home: 'failed', durability: 'failed' })
    expect(code).toBe(3)
  })

  it('warns of files that were written in the future', async () => {
    const { home, opening } = await placeWith(roundTrip())
    const tomorrow = NOW / 1_000 + 2 * 86_400
    utimesSync(join(opening.folder, 'journal.db'), tomorrow, tomorrow)
    const { code, out } = await haetae(['doctor', '--json'], { home })
    expect(states(out)).toMatchObject({ 'sim:demo:5 journal.db': 'warn', 'sim:demo:5 market.db': 'ok' })
    expect(code).toBe(0)
  })

  it('leaves no trace in a home that is not there yet', async () => {
    const folder = temporaryFolder()
    const { code } = await haetae(['doctor'], { home: join(folder, 'new', 'home') })
    expect([code, readdirSync(folder)]).toEqual([0, []])
  })
})

describe('haetae restore', () => {
  async function placeWithCopy(): Promise<Place> {
    const place = await placeWith(entered())
    await copyIfDue(place.opening, '2026-11-20', 0)
    append(place.opening, [latchSet('since the copy')])
    return place
  }

  it('lists what can be restored', async () => {
    const { home } = await placeWithCopy()
    expect((await haetae(['restore'], { home })).out).toMatch(/^journal-2026-11-20\.db +\d+ KB {2}up to 2025-11-21T04:40:02\.000Z\n$/)
    expect(JSON.parse((await haetae(['restore', '--json'], { home })).out)).toMatchObject([{ name: 'journal-2026-11-20.db', until: '2025-11-21T04:40:02.000Z' }])
    const none = await placeWith([])
    expect(await haetae(['restore'], none)).toMatchObject({ code: 0, out: expect.stringContaining('no copies yet') as string })
  })

  it('goes back to a copy, keeps the replaced file and sets a latch at the time of the copy', async () => {
    const { home, opening } = await placeWithCopy()
    const { code, out } = await haetae(['restore', 'journal-2026-11-20.db'], { home })
    expect(code).toBe(0)
    const replaced = join(opening.folder, 'journal.db.replaced-1')
    expect(out).toContain(`The replaced file is ${replaced}.`)
    expect(existsSync(replaced)).toBe(true)
    const journal = new SqliteJournal(opening, { readOnly: true })
    onTestFinished(() => journal.close())
    expect([...journal.read()]).toEqual([...entered(), { kind: 'latch-set', time: START + 2_000, latch: 'restored-copy', reason: { code: 'copy-restored', values: { copy: 'journal-2026-11-20.db', day: expect.any(String) as string } } }])
    expect((await haetae(['status'], { home })).out).toContain('latches:    restored-copy')
  })

  it('refuses while the account is in use, and for a copy that is not there', async () => {
    const { home, opening } = await placeWithCopy()
    const before = filesIn(opening.folder)
    expect(await haetae(['restore', 'journal-2026-11-19.db'], { home })).toMatchObject({ code: 3, out: '' })
    expect(await haetae(['restore', '../sim_demo_5/journal.db'], { home })).toMatchObject({ code: 3, out: '' })
    expect(filesIn(opening.folder)).toEqual(before)
    holdLease(opening)
    const held = filesIn(opening.folder)
    expect(await haetae(['restore', 'journal-2026-11-20.db'], { home })).toMatchObject({ code: 4, out: '', error: expect.stringContaining('process 4711') as string })
    expect(filesIn(opening.folder)).toEqual(held)
  })
})

it('does not mistake other folders for accounts', async () => {
  const { home, opening } = await placeWith([])
  mkdirSync(join(home, 'Backups of mine'))
  symlinkSync(opening.folder, join(home, 'sim_demo_9'))
  expect((await haetae(['status', '--account', 'sim:demo:8'], { home })).error).toContain('There are sim:demo:5: name one')
})
