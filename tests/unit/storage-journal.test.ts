import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { JournalUnavailable } from '../../src-main/engine/journal.port.ts'
import { FallbackJournal } from '../../src-main/storage/fallback-journal.ts'
import { JournalConflict, SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { Child } from '../support/storage-child.ts'
import { filesIn, refusalOf, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { ACCOUNT, allSamples, fillBooked, intentOpened, latchSet } from '../support/storage-samples.ts'

function journalIn(folder: string, access: ConstructorParameters<typeof SqliteJournal>[1] = {}): SqliteJournal {
  const journal = new SqliteJournal(openingIn(folder), access)
  onTestFinished(() => journal.close())
  return journal
}

function fallbackIn(folder: string): FallbackJournal {
  const fallback = new FallbackJournal(join(folder, 'fallback.ndjson'), ACCOUNT)
  onTestFinished(() => fallback.close())
  return fallback
}

const readAll = (folder: string): unknown[] => [...journalIn(folder).read()]

describe('the journal', () => {
  it('counts what was appended', () => {
    const journal = journalIn(temporaryFolder())
    expect(journal.lastSequence).toBe(0)
    journal.append(allSamples())
    expect(journal.lastSequence).toBe(allSamples().length)
  })

  it('reads more than one page of changes in order', () => {
    const journal = journalIn(temporaryFolder())
    const changes = Array.from({ length: 2_500 }, (_, n) => fillBooked(String(n)))
    journal.append(changes)
    expect([...journal.read()]).toEqual(changes)
  })

  it('names the key of what is there already', () => {
    const journal = journalIn(temporaryFolder())
    journal.append([intentOpened('pe-7')])
    expect(() => journal.append([intentOpened('pe-7')])).toThrow(JournalConflict)
    expect(() => journal.append([intentOpened('pe-7')])).toThrow(/intent\/pe-7/)
  })

  it('writes nothing of a batch with a change that must not be written', () => {
    const journal = journalIn(temporaryFolder())
    expect(() => journal.append([latchSet('a'), { ...fillBooked('1'), accountId: 'sim:demo:8' }])).toThrow(RangeError)
    expect(journal.lastSequence).toBe(0)
  })

  it('that is full says so, keeps what it has, writes nothing by halves, and goes on when there is room', () => {
    const folder = temporaryFolder()
    const journal = new SqliteJournal(openingIn(folder), { pageLimit: 20 })
    const written: unknown[] = []
    const fill = (): void => {
      for (let n = 0; ; n += 10) {
        const batch = Array.from({ length: 10 }, (_, i) => fillBooked(String(n + i)))
        journal.append(batch)
        written.push(...batch)
      }
    }
    expect(fill).toThrow(JournalUnavailable)
    expect(() => journal.append([intentOpened('x'.repeat(5_000))])).toThrow(/SQLITE_FULL/)
    expect(written.length).toBeGreaterThan(0)
    expect([...journal.read()]).toEqual(written)
    journal.close()
    const roomy = journalIn(folder)
    roomy.append([latchSet('room')])
    expect([...roomy.read()]).toEqual([...written, latchSet('room')])
  })

  it('that another program keeps locked says so and works again afterwards', () => {
    const folder = temporaryFolder()
    const journal = journalIn(folder)
    const other = new Database(join(folder, 'journal.db'))
    onTestFinished(() => {
      other.close()
    })
    other.exec('BEGIN IMMEDIATE')
    expect(() => journal.append([latchSet('a')])).toThrow(expect.objectContaining({ name: 'JournalUnavailable', cause: expect.objectContaining({ code: 'SQLITE_BUSY' }) }))
    other.exec('ROLLBACK')
    journal.append([latchSet('b')])
    expect([...journal.read()]).toEqual([latchSet('b')])
  })

  it('has all that was acknowledged after its process was killed, and no gap', async () => {
    const folder = temporaryFolder()
    const writer = new Child(new URL('../support/storage-journal-writer.ts', import.meta.url), folder)
    let acknowledged = 0
    while (acknowledged < 200) acknowledged = Number(await writer.line())
    await writer.kill()
    for (let line = await writer.line(); line !== undefined; line = await writer.line()) acknowledged = Math.max(acknowledged, Number(line))
    const found = readAll(folder)
    expect(found.length).toBeGreaterThanOrEqual(acknowledged)
    expect(found).toEqual(Array.from({ length: found.length }, (_, n) => fillBooked(String(n + 1))))
  })
})

describe('the fallback file', () => {
  it('gives back what it took, also to a later process', () => {
    const folder = temporaryFolder()
    const fallback = fallbackIn(folder)
    fallback.append([])
    expect(existsSync(join(folder, 'fallback.ndjson'))).toBe(false)
    fallback.append(allSamples())
    fallback.append([latchSet('b')])
    fallback.close()
    const later = fallbackIn(folder)
    later.append([latchSet('c')])
    expect(later.read()).toStrictEqual([...allSamples(), latchSet('b'), latchSet('c')])
  })

  it('writes behind whole lines only: what a crash cut off is replaced', () => {
    const folder = temporaryFolder()
    fallbackIn(folder).append([latchSet('a')])
    appendFileSync(join(folder, 'fallback.ndjson'), '[{"time":17')
    const later = fallbackIn(folder)
    expect(later.read()).toEqual([latchSet('a')])
    later.append([latchSet('b')])
    expect(later.read()).toEqual([latchSet('a'), latchSet('b')])
  })

  it('is gone when the journal has it, and begins anew', () => {
    const folder = temporaryFolder()
    const fallback = fallbackIn(folder)
    fallback.clear()
    fallback.append([latchSet('a')])
    fallback.clear()
    expect(existsSync(join(folder, 'fallback.ndjson'))).toBe(false)
    fallback.append([latchSet('b')])
    expect(fallback.read()).toEqual([latchSet('b')])
  })

  it('that cannot be written says so as the journal does', () => {
    const folder = temporaryFolder()
    const fallback = new FallbackJournal(join(folder, 'nowhere', 'fallback.ndjson'), ACCOUNT)
    expect(() => fallback.append([latchSet('a')])).toThrow(expect.objectContaining({ name: 'JournalUnavailable', message: expect.stringContaining('ENOENT') }))
    mkdirSync(join(folder, 'nowhere'))
    fallback.append([latchSet('a')])
    expect(fallback.read()).toEqual([latchSet('a')])
    fallback.close()
  })

  it.skipIf(process.platform === 'win32')('takes back a line that did not fit (where a process can be given a limit)', async () => {
    const folder = temporaryFolder()
    const writer = new Child(new URL('../support/storage-fallback-writer.ts', import.meta.url), join(folder, 'fallback.ndjson'), { fileBlocks: 8 })
    expect([await writer.line(), await writer.line(), await writer.line()]).toEqual(['written', expect.stringMatching(/^JournalUnavailable.*EFBIG/), 'written'])
    await writer.kill()
    expect(fallbackIn(folder).read()).toEqual([latchSet('first'), latchSet('last')])
    expect(journalIn(folder).adoptFallback(join(folder, 'fallback.ndjson'))).toMatchObject({ adopted: 2, tornLine: false })
  })
})

describe('at the next start the journal adopts the fallback file', () => {
  const path = (folder: string): string => join(folder, 'fallback.ndjson')

  it('behind what it has, once, and keeps the file aside', () => {
    const folder = temporaryFolder()
    const journal = journalIn(folder)
    journal.append([fillBooked('1'), latchSet('a')])
    fallbackIn(folder).append([fillBooked('1'), fillBooked('2'), latchSet('b'), latchSet('b')])
    const bytes = readFileSync(path(folder))
    expect(journal.adoptFallback(path(folder))).toEqual({ adopted: 3, alreadyThere: 1, differing: [], tornLine: false, archivedAs: `${path(folder)}.adopted-1` })
    expect([...journal.read()]).toEqual([fillBooked('1'), latchSet('a'), fillBooked('2'), latchSet('b'), latchSet('b')])
    expect(readFileSync(`${path(folder)}.adopted-1`)).toEqual(bytes)
    expect(journal.adoptFallback(path(folder))).toBeUndefined()
  })

  it('not again when the journal took all of it and the process died before the file was gone', () => {
    const folder = temporaryFolder()
    const journal = journalIn(folder)
    fallbackIn(folder).append(allSamples())
    journal.append(allSamples())
    expect(journal.adoptFallback(path(folder))).toMatchObject({ adopted: 0, alreadyThere: allSamples().length, differing: [] })
    copyFileSync(`${path(folder)}.adopted-1`, path(folder))
    expect(journal.adoptFallback(path(folder))).toMatchObject({ adopted: 0, archivedAs: `${path(folder)}.adopted-2` })
    expect([...journal.read()]).toEqual(allSamples())
  })

  it('but takes as new what differs in its time alone', () => {
    const folder = temporaryFolder()
    const journal = journalIn(folder)
    const later = { ...latchSet('a'), time: (latchSet('a').time + 1) as TimeMs }
    journal.append([latchSet('a')])
    fallbackIn(folder).append([later])
    journal.adoptFallback(path(folder))
    expect([...journal.read()]).toEqual([latchSet('a'), later])
  })

  it('and names what it has with another content, which stays', () => {
    const folder = temporaryFolder()
    const journal = journalIn(folder)
    journal.append([fillBooked('1')])
    fallbackIn(folder).append([{ ...fillBooked('1'), entryId: 'pe-other' }, latchSet('a')])
    expect(journal.adoptFallback(path(folder))).toMatchObject({ adopted: 1, differing: ['fill/sim/BTCUSDT/1'] })
    expect([...journal.read()]).toEqual([fillBooked('1'), latchSet('a')])
  })

  it('and tells that its last line was torn', () => {
    const folder = temporaryFolder()
    fallbackIn(folder).append([latchSet('a')])
    appendFileSync(path(folder), readFileSync(path(folder)).subarray(0, -1))
    const journal = journalIn(folder)
    expect(journal.adoptFallback(path(folder))).toMatchObject({ adopted: 1, tornLine: true })
    expect([...journal.read()]).toEqual([latchSet('a')])
  })

  it.each([
    ['a line that is no JSON', () => 'dear journal\n', 'corrupt', /line 2/],
    ['a line of something else', () => '[{"time":"now"}]\n', 'corrupt', /line 2/],
    ['a line of another account', (whole: string) => whole.replace(ACCOUNT, 'sim:demo:8'), 'other-account', /sim:demo:8/],
    ['a line of a newer program', (whole: string) => whole.replace('"version":2', '"version":3'), 'newer', /latch-set.*version 3/],
  ])('but not %s, and then nothing of it', (_name, line, code, says) => {
    const folder = temporaryFolder()
    fallbackIn(folder).append([latchSet('a')])
    appendFileSync(path(folder), line(readFileSync(path(folder), 'utf8')))
    const journal = journalIn(folder)
    const before = filesIn(folder)
    expect(refusalOf(() => journal.adoptFallback(path(folder)))).toMatchObject({ code, message: expect.stringMatching(says) })
    expect(filesIn(folder)).toEqual(before)
    expect(journal.lastSequence).toBe(0)
  })

  it('but leaves it where it is while the journal is still full', () => {
    const folder = temporaryFolder()
    fallbackIn(folder).append([intentOpened('x'.repeat(500_000))])
    const size = statSync(path(folder)).size
    expect(() => journalIn(folder, { pageLimit: 20 }).adoptFallback(path(folder))).toThrow(JournalUnavailable)
    expect(statSync(path(folder)).size).toBe(size)
    expect(readAll(folder)).toEqual([])
  })

  it('and takes an empty file for what it is', () => {
    const folder = temporaryFolder()
    writeFileSync(path(folder), '')
    truncateSync(path(folder))
    expect(journalIn(folder).adoptFallback(path(folder))).toMatchObject({ adopted: 0, tornLine: false })
  })
})
