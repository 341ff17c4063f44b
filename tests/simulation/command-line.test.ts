import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { commandLine, type Ended } from '../support/command-line.ts'
import { btc } from '../support/instruments.ts'
import { readCsvRows } from '../support/read-csv.ts'
import { DECISION, ENTRY, roundTrip, STOP } from '../support/round-trip.ts'
import { Child } from '../support/storage-child.ts'
import { filesIn, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'

/** One folder for all: what is imported once serves every test that only reads. */
const folder = mkdtempSync(join(tmpdir(), 'haetae-command-line-'))
const home = join(folder, 'home')
const candles = join(folder, 'BTCUSDT-5m.csv')
afterAll(() => rmSync(folder, { recursive: true }))

const COMMANDS = ['demo', 'collect', 'import', 'replay', 'backtest', 'sweep', 'runs', 'export', 'status', 'doctor', 'restore'] as const

const START = Date.UTC(2023, 4, 1)
const ROWS = 3 * 288

/** Three days of a price that swings, so that barriers are reached. */
function candleFile(): string {
  const price = (i: number): number => 27_000 + ((i * 37) % 400) + ((i * 13) % 55)
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const [open, close] = [price(i), price(i + 1)]
    return `${START + i * 300_000},${open}.5,${Math.max(open, close) + 20}.5,${Math.min(open, close) - 20}.5,${close}.5,${10 + (i % 7)}.25`
  })
  return `open_time_ms,open,high,low,close,volume\n${rows.join('\n')}\n`
}

const haetae = (...args: readonly string[]): Promise<Ended> => commandLine(home, args)
let firstImport: Ended

beforeAll(async () => {
  writeFileSync(candles, candleFile())
  firstImport = await haetae('import', '--instrument', 'BTCUSDT', candles)
  const opening = openingIn(join(home, 'sim_demo_5'))
  mkdirSync(opening.folder)
  const archive = new SqliteMarketArchive(opening)
  await archive.putInstruments([btc])
  archive.close()
  const journal = new SqliteJournal(opening)
  journal.append(roundTrip())
  journal.close()
})

describe('the help', () => {
  it('lists every command and the exit codes', async () => {
    const { code, out, error } = await haetae('--help')
    expect([code, error]).toEqual([0, ''])
    for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} +\\w`, 'm'))
    expect(out).toContain('Exit codes: 0 done')
    expect(await haetae()).toEqual({ code: 2, out, error: '' })
  })

  it('of a command shows an example', async () => {
    const answers = await Promise.all(COMMANDS.map((name) => haetae(name, '--help')))
    for (const [i, { code, out, error }] of answers.entries()) {
      expect([code, error]).toEqual([0, ''])
      expect(out).toMatch(new RegExp(`^  haetae ${COMMANDS[i]}`, 'm'))
    }
  })
})

describe('what cannot be meant', () => {
  it.concurrent.each([
    ['a command that does not exist', ['sell-all'], 'there is no command "sell-all"', 'haetae COMMAND --help'],
    ['a flag that does not exist', ['export', '--tabel', 'fills'], "Unknown option '--tabel'", 'haetae export --help'],
    ['a flag without its value', ['import', '--instrument'], '--instrument', 'haetae import --help'],
    ['a missing argument', ['import', '--instrument', 'BTCUSDT'], 'FILE is missing', 'haetae import --help'],
    ['an argument too many', ['restore', 'a.db', 'b.db'], '"b.db" is one argument too many', 'haetae restore --help'],
    ['a value that is none', ['export', '--table', 'everything'], '--table takes log, trades', 'haetae export --help'],
    ['a time that does not exist', ['export', '--from', '2026-02-30'], '--from takes a date', 'haetae export --help'],
    ['an instrument that is not known', ['backtest', '--instrument', 'DOGEUSDT'], 'DOGEUSDT is not in the archive (it has BTCUSDT)', 'haetae backtest --help'],
  ])('is told with a pointer to the help: %s', async (_name, args, message, pointer) => {
    const { code, out, error } = await haetae(...args)
    expect([code, out]).toEqual([2, ''])
    expect(error).toContain(message)
    expect(error).toContain(pointer)
  })
})

describe('import', () => {
  it('takes a file, and takes nothing from it a second time', async () => {
    expect(firstImport).toMatchObject({ code: 0, error: '' })
    expect(firstImport.out).toContain(`${ROWS} of ${ROWS} rows of candles taken, 2023-05-01T00:00:00.000Z to 2023-05-03T23:55:00.000Z`)
    const again = await haetae('import', '--instrument', 'BTCUSDT', '--json', candles)
    expect(again).toMatchObject({ code: 0, error: '' })
    expect(JSON.parse(again.out)).toMatchObject({ rows: ROWS, accepted: ROWS, added: 0, unchanged: ROWS, corrected: 0, gapCount: 0, duplicates: 0 })
  })

  it('names the lines that it refuses and keeps the others', async () => {
    const path = join(folder, 'bad.csv')
    writeFileSync(path, 'open_time_ms,open,high,low,close,volume\n1683158400000,10.5,11.5,9.5,10.5,1\n1683158700000,10.5,9.5,11.5,10.5,1\n1683159000000,ten,11.5,9.5,10.5,1\n1683159300000,10.5,11.5,9.5,10.5,1\n')
    const { code, out, error } = await haetae('import', '--instrument', 'ETHUSDT', path)
    expect(code).toBe(3)
    expect(out).toContain('ETHUSDT: 2 of 4 rows of candles taken')
    expect(error).toMatch(/^line 3: .*\nline 4: .*\n$/)
  })

  it('says that a file is not there, or is no such file', async () => {
    expect(await haetae('import', '--instrument', 'BTCUSDT', join(folder, 'none.csv'))).toMatchObject({ code: 1, error: expect.stringContaining('none.csv') as string })
    const text = join(folder, 'letter.txt')
    writeFileSync(text, 'Dear Haetae,\nhow are you?\n')
    expect(await haetae('import', '--instrument', 'BTCUSDT', text)).toMatchObject({ code: 3, error: expect.stringContaining('letter.txt, line 1') as string })
  })
})

it('back-tests what was imported, and prints one JSON object', async () => {
  const { code, out, error } = await haetae('backtest', '--instrument', 'BTCUSDT', '--policy', 'seeded-random', '--seed', '7', '--json')
  expect([code, error]).toEqual([0, ''])
  expect(JSON.parse(out)).toMatchObject({
    decisionHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string, orderHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    decisions: expect.any(Number) as number, trades: expect.any(Number) as number, netProfit: expect.stringMatching(/^-?\d+(\.\d+)?$/) as string,
  })
  expect((JSON.parse(out) as { decisions: number }).decisions).toBeGreaterThan(100)
})

describe('an account that has traded', () => {
  it('is exported as CSV with the decision, the stop order and the fees of its round trip', async () => {
    const { code, out, error } = await haetae('export')
    expect([code, error]).toEqual([0, ''])
    const rows = readCsvRows(out).filter((row) => row['entry_id'] === ENTRY)
    expect(new Set(rows.map((row) => row['decision_id']))).toEqual(new Set([DECISION]))
    expect(rows).toContainEqual(expect.objectContaining({ kind: 'order', order_id: STOP, type: 'stop-market', trigger_price: '94000.00' }))
    expect(rows.filter(({ kind }) => kind === 'fee').map(({ amount }) => amount)).toEqual(['-0.57000000', '-0.56394300'])
  })

  it('is exported without a word of complaint to somebody who stops reading', async () => {
    expect((await commandLine(home, ['export'], { deaf: true })).error).toBe('')
  })

  it('is exported as JSON', async () => {
    const { code, out } = await haetae('export', '--table', 'trades', '--format', 'json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject([{ entry_id: ENTRY, decision_id: DECISION, net: '-13.36194300', exit_reason: 'stop' }])
  })

  it('is told by status', async () => {
    const { code, out } = await haetae('status', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ holder: null, books: { sequence: roundTrip().length, tradeCount: 1, wallet: '9986.638057', positions: [], orders: [] } })
  })

  it('is found sound by the doctor', async () => {
    const { code, out, error } = await haetae('doctor')
    expect([code, error]).toEqual([0, ''])
    expect(out).toMatch(/^ok {5}sim:demo:5 books: 18 changes/m)
    expect(out).toMatch(/^ok {5}sim:replay:1 market\.db/m)
  })

  it('is listed as having no copies yet', async () => {
    expect(await haetae('restore')).toMatchObject({ code: 0, out: expect.stringContaining('no copies yet') as string })
  })
})

it('tells of an account that only has candles, and of one that is not there', async () => {
  expect(await haetae('status', '--account', 'sim:replay:1')).toMatchObject({ code: 0, out: expect.stringContaining('nothing was journalled here yet') as string })
  expect(await commandLine(join(folder, 'nowhere'), ['status'])).toMatchObject({ code: 3, out: '', error: expect.stringContaining('haetae demo') as string })
})

describe('files that must not be used', () => {
  const journal = (place: string): string => join(place, 'sim_demo_5', 'journal.db')
  const alter = (path: string, sql: string): void => {
    const database = new Database(path)
    database.exec(sql)
    database.close()
  }

  it.each([
    ['a damaged journal', (place: string) => truncateSync(journal(place), 9_000), 'haetae restore'],
    ['a text in its place', (place: string) => writeFileSync(journal(place), 'Dear diary, '.repeat(1_000)), 'haetae restore'],
    ['a database of another program', (place: string) => alter(journal(place), 'PRAGMA application_id = 7'), 'another program'],
    ['a journal of a newer program', (place: string) => alter(journal(place), 'PRAGMA user_version = 99'), 'Update the program'],
    ['a journal of another account', (place: string) => alter(journal(place), "UPDATE meta SET value = 'sim:demo:8' WHERE key = 'account_id'"), 'belongs to account sim:demo:8'],
  ])('are refused with what to do, and left as they are: %s', async (_name, spoil, advice) => {
    const place = temporaryFolder()
    cpSync(home, place, { recursive: true })
    spoil(place)
    const before = filesIn(place)
    const answers = await Promise.all(['export', 'status', 'doctor'].map((name) => commandLine(place, [name])))
    expect(answers.map(({ code }) => code)).toEqual([3, 3, 3])
    for (const { out, error } of answers) {
      expect(out + error).toContain(advice)
      expect(error).not.toContain('    at ')
    }
    expect(filesIn(place)).toEqual(before)
  })

  it('are refused before anything is imported into them', async () => {
    const place = temporaryFolder()
    cpSync(home, place, { recursive: true })
    alter(join(place, 'sim_replay_1', 'market.db'), 'PRAGMA user_version = 99')
    const before = filesIn(place)
    expect(await commandLine(place, ['import', '--instrument', 'BTCUSDT', candles])).toMatchObject({ code: 3, out: '', error: expect.stringContaining('Update the program') as string })
    expect(filesIn(place)).toEqual(before)
  })
})

it('says what to do where nothing can be written', async () => {
  const file = join(folder, 'regular-file')
  writeFileSync(file, 'mine')
  const { code, out, error } = await commandLine(join(file, 'home'), ['import', '--instrument', 'BTCUSDT', candles])
  expect([code, out]).toEqual([3, ''])
  expect(error).toMatch(/set HAETAE_HOME to another folder/)
  expect(await commandLine(join(file, 'home'), ['doctor'])).toMatchObject({ code: 3, out: expect.stringMatching(/^failed home: .*set HAETAE_HOME/im) as string })
})

it('works beside whoever holds the account, and will not restore under his feet', async () => {
  const place = temporaryFolder()
  cpSync(home, place, { recursive: true })
  const account = join(place, 'sim_demo_5')
  mkdirSync(join(account, 'copies'))
  copyFileSync(join(account, 'journal.db'), join(account, 'copies', 'journal-2026-11-20.db'))
  const holder = new Child(new URL('../support/storage-lease-holder.ts', import.meta.url), account)
  expect(await holder.line()).toBe('held')
  expect(await commandLine(place, ['status'])).toMatchObject({ code: 0, out: expect.stringContaining(`in use by engine, process ${holder.pid}`) as string })
  expect(await commandLine(place, ['export'])).toMatchObject({ code: 0, error: '' })
  expect(await commandLine(place, ['restore', 'journal-2026-11-20.db'])).toMatchObject({ code: 4, out: '', error: expect.stringContaining(`process ${holder.pid}`) as string })
  await holder.kill()
  expect(await commandLine(place, ['status'])).toMatchObject({ code: 0, out: expect.stringContaining('sim:demo:5: not in use') as string })
  expect(await commandLine(place, ['restore', 'journal-2026-11-20.db'])).toMatchObject({ code: 0, out: expect.stringContaining('journal.db.replaced-1') as string })
})
