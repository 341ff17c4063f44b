import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { copyIfDue, listCopies } from '../../src-main/storage/copies.ts'
import { freeBytes } from '../../src-main/storage/durable-files.ts'
import { Lease } from '../../src-main/storage/lease.ts'
import { ResearchStore, type ResearchRun } from '../../src-main/storage/research-store.ts'
import { restoreCopy, type Restored } from '../../src-main/storage/restore.ts'
import { SqliteJournal } from '../../src-main/storage/sqlite-journal.ts'
import { StorageRefusal } from '../../src-main/storage/refusal.ts'
import { filesIn, refusalOf, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { ACCOUNT, latchSet } from '../support/storage-samples.ts'

const HOLDER = { instance: 'test', pid: process.pid, startedAt: 1 as TimeMs, purpose: 'restore' }
const RUN: ResearchRun = {
  runId: 'r-1', kind: 'backtest', startedAt: 5 as TimeMs, finishedAt: 9 as TimeMs, accountId: ACCOUNT, strategyId: 'perp-ev', configHash: 'c', parameters: { seed: 7 }, result: { sharpe: Number.NaN },
}

function appendTo(folder: string, ...latches: string[]): void {
  const journal = new SqliteJournal(openingIn(folder))
  journal.append(latches.map(latchSet))
  journal.close()
}

function latchesIn(folder: string): string[] {
  const journal = new SqliteJournal(openingIn(folder))
  const changes: JournalledChange[] = [...journal.read()]
  journal.close()
  return changes.map((change) => (change.kind === 'latch-set' ? change.latch : change.kind))
}

const copy = (folder: string, day: string): Promise<readonly string[]> => copyIfDue(openingIn(folder), day)
const restore = (folder: string, name: string, changes: readonly JournalledChange[] = []): Restored => restoreCopy(openingIn(folder), { copy: name, holder: HOLDER, changes })
const namesIn = (folder: string): string[] => readdirSync(join(folder, 'copies')).toSorted()

describe('the daily copy', () => {
  it('is made once a day, of the journal and of research, while the journal is in use', async () => {
    const folder = temporaryFolder()
    const journal = new SqliteJournal(openingIn(folder))
    const research = new ResearchStore(openingIn(folder))
    onTestFinished(() => {
      journal.close()
      research.close()
    })
    journal.append([latchSet('before')])
    expect(await copy(folder, '2026-11-20')).toEqual(['journal-2026-11-20.db', 'research-2026-11-20.db'])
    journal.append([latchSet('after')])
    expect(await copy(folder, '2026-11-20')).toEqual([])
    expect(await copy(folder, '2026-11-21')).toHaveLength(2)
    expect(namesIn(folder)).toEqual(['journal-2026-11-20.db', 'journal-2026-11-21.db', 'research-2026-11-20.db', 'research-2026-11-21.db'])
    expect(listCopies(openingIn(folder)).map(({ name }) => name)).toEqual(namesIn(folder))
    expect([...journal.read()]).toEqual([latchSet('before'), latchSet('after')])
  })

  it('holds what was committed before it began, and is whole though the writer goes on', async () => {
    const folder = temporaryFolder()
    const journal = new SqliteJournal(openingIn(folder))
    const before = Array.from({ length: 5_000 }, (_, n) => `latch-${n}`)
    journal.append(before.map(latchSet))
    const state = { copying: true }
    const copying = copy(folder, '2026-11-20').finally(() => {
      state.copying = false
    })
    let during = 0
    while (state.copying) {
      journal.append([latchSet(`during-${during++}`)])
      await new Promise(setImmediate)
    }
    await copying
    journal.close()
    expect(during).toBeGreaterThan(2)
    restore(folder, 'journal-2026-11-20.db')
    const found = latchesIn(folder)
    expect(found.slice(0, before.length)).toEqual(before)
    expect(found.slice(before.length)).toEqual(Array.from({ length: found.length - before.length }, (_, n) => `during-${n}`))
  })

  it('is kept for seven days; those made before a change of the schema stay', async () => {
    const folder = temporaryFolder()
    appendTo(folder, 'a')
    mkdirSync(join(folder, 'copies'))
    writeFileSync(join(folder, 'copies', 'journal-schema-1.db'), 'older')
    writeFileSync(join(folder, 'copies', 'notes.txt'), 'not ours')
    for (let day = 10; day < 20; day++) await copy(folder, `2026-11-${day}`)
    expect(namesIn(folder)).toEqual([...[13, 14, 15, 16, 17, 18, 19].map((day) => `journal-2026-11-${day}.db`), 'journal-schema-1.db', 'notes.txt'])
  })

  it('stays though the clock went back', async () => {
    const folder = temporaryFolder()
    appendTo(folder, 'a')
    for (let day = 10; day < 18; day++) await copy(folder, `2026-11-${day}`)
    await copy(folder, '1970-01-01')
    expect(namesIn(folder)).toHaveLength(7)
    expect(namesIn(folder)[0]).toBe('journal-1970-01-01.db')
  })

  it('that is not sound costs no older one', async () => {
    const folder = temporaryFolder()
    appendTo(folder, ...Array.from({ length: 500 }, (_, n) => `latch-${n}`))
    for (let day = 10; day < 17; day++) await copy(folder, `2026-11-${day}`)
    const bytes = readFileSync(join(folder, 'journal.db'))
    bytes.fill(0xff, 5 * 4_096, 6 * 4_096)
    writeFileSync(join(folder, 'journal.db'), bytes)
    const before = namesIn(folder)
    await expect(copy(folder, '2026-11-17')).rejects.toMatchObject({ code: 'corrupt' })
    expect(namesIn(folder)).toEqual(before)
  })

  it('is not begun when the disk has too little room', async () => {
    const folder = temporaryFolder()
    appendTo(folder, 'a')
    await expect(copyIfDue(openingIn(folder), '2026-11-20', Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({ name: 'StorageRefusal', code: 'full' })
    expect(namesIn(folder)).toEqual([])
    expect(freeBytes(folder)).toBeGreaterThan(0)
  })

  it.each(['today', '2026-11-2', '../../x', '2026-11-20.db'])('takes no %j for a day', async (day) => {
    await expect(copy(temporaryFolder(), day)).rejects.toThrow(RangeError)
  })
})

describe('restoring', () => {
  async function withCopy(): Promise<string> {
    const folder = temporaryFolder()
    appendTo(folder, 'old')
    await copy(folder, '2026-11-20')
    appendTo(folder, 'new')
    return folder
  }

  it('puts the copy in place and the present file aside, complete', async () => {
    const folder = await withCopy()
    const before = filesIn(folder)
    const restored = restore(folder, 'journal-2026-11-20.db')
    const path = join(folder, 'journal.db')
    expect(restored).toEqual({ path, replaced: `${path}.replaced-1` })
    expect(filesIn(folder)).toEqual({ ...before, 'journal.db': before['copies/journal-2026-11-20.db'], 'journal.db.replaced-1': before['journal.db'], 'lease.db': '' })
    expect(latchesIn(folder)).toEqual(['old'])
    restore(folder, 'journal-2026-11-20.db')
    expect(existsSync(`${path}.replaced-2`)).toBe(true)
  })

  it('appends what is to be known about it before anybody can open it', async () => {
    const folder = await withCopy()
    restore(folder, 'journal-2026-11-20.db', [latchSet('restored')])
    expect(latchesIn(folder)).toEqual(['old', 'restored'])
  })

  it('takes the last commits of a crashed journal aside with it', async () => {
    const [folder, alive] = [await withCopy(), temporaryFolder()]
    const journal = new SqliteJournal(openingIn(alive))
    journal.append([latchSet('only in the log')])
    for (const name of ['journal.db', 'journal.db-wal']) copyFileSync(join(alive, name), join(folder, name))
    journal.close()
    const { replaced } = restore(folder, 'journal-2026-11-20.db')
    expect(latchesIn(folder)).toEqual(['old'])
    const aside = temporaryFolder()
    for (const suffix of ['', '-wal']) copyFileSync(replaced + suffix, join(aside, `journal.db${suffix}`))
    expect(latchesIn(aside)).toEqual(['only in the log'])
  })

  it('goes on where an earlier try died, and keeps file and log a pair', async () => {
    const folder = await withCopy()
    const path = join(folder, 'journal.db')
    writeFileSync(`${path}-wal`, 'its log')
    renameSync(path, `${path}.replaced-1`)
    expect(refusalOf(() => latchesIn(folder)).code).toBe('missing')
    restore(folder, 'journal-2026-11-20.db')
    expect(readFileSync(`${path}.replaced-1-wal`, 'utf8')).toBe('its log')
    expect(latchesIn(folder)).toEqual(['old'])
  })

  it('brings back a journal that is gone, and one that is damaged', async () => {
    const folder = await withCopy()
    rmSync(join(folder, 'journal.db'))
    expect(refusalOf(() => latchesIn(folder)).code).toBe('missing')
    expect(restore(folder, 'journal-2026-11-20.db').replaced).toBeNull()
    truncateSync(join(folder, 'journal.db'), 5_000)
    expect(refusalOf(() => latchesIn(folder)).code).toBe('corrupt')
    restore(folder, 'journal-2026-11-20.db')
    expect(latchesIn(folder)).toEqual(['old'])
  })

  it('is refused while somebody works on the account', async () => {
    const folder = await withCopy()
    const lease = Lease.take(folder, { ...HOLDER, purpose: 'engine' })
    onTestFinished(() => lease.release())
    expect(refusalOf(() => restore(folder, 'journal-2026-11-20.db'))).toMatchObject({ code: 'locked', message: expect.stringContaining(`process ${process.pid}`) })
    expect(latchesIn(folder)).toEqual(['old', 'new'])
  })

  it('gives the account back when it is done, and when it was refused', async () => {
    const folder = await withCopy()
    restore(folder, 'journal-2026-11-20.db')
    expect(() => restore(folder, 'journal-2026-11-20.db', [{ ...latchSet('x'), reason: 1.5 as never }])).toThrow(RangeError)
    Lease.take(folder, HOLDER).release()
    expect(latchesIn(folder)).toEqual(['old'])
    expect(readdirSync(folder)).not.toContain('restoring')
  })

  it.each([
    ['a copy that is not there', 'journal-2026-11-21.db', 'missing'],
    ['a path', '../journal.db', 'missing'],
    ['a damaged copy', 'journal-2026-11-22.db', 'corrupt'],
    ['a copy of another account', 'journal-2026-11-23.db', 'other-account'],
  ])('does not take %s', async (_name, name, code) => {
    const folder = await withCopy()
    writeFileSync(join(folder, 'copies', 'journal-2026-11-22.db'), 'dear journal, '.repeat(1_000))
    const other = temporaryFolder()
    new SqliteJournal(openingIn(other, { accountId: 'sim:demo:8' })).close()
    copyFileSync(join(other, 'journal.db'), join(folder, 'copies', 'journal-2026-11-23.db'))
    const before = filesIn(folder)
    const refusal = refusalOf(() => restore(folder, name))
    expect(refusal).toBeInstanceOf(StorageRefusal)
    expect(refusal.code).toBe(code)
    expect(filesIn(folder)).toEqual(before)
  })
})

describe('research', () => {
  it('comes back from a copy', async () => {
    const folder = temporaryFolder()
    const store = new ResearchStore(openingIn(folder))
    await store.putRun(RUN)
    await copy(folder, '2026-11-20')
    await store.putRun({ ...RUN, runId: 'r-2' })
    store.close()
    restore(folder, 'research-2026-11-20.db')
    const restored = new ResearchStore(openingIn(folder))
    onTestFinished(() => restored.close())
    expect(await restored.runs(10)).toStrictEqual([RUN])
  })
})
