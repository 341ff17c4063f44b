import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { StoredRuns } from '../../src-main/host/stored-runs.ts'
import { openBulk } from '../../src-main/storage/connection.ts'
import { researchKind } from '../../src-main/storage/database-kind.ts'
import { ResearchStore, type ResearchRun } from '../../src-main/storage/research-store.ts'
import { Child } from '../support/storage-child.ts'
import { filesIn, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { ACCOUNT } from '../support/storage-samples.ts'
import { reportOf, sweepOf, tradesOf, WISH } from '../support/stored-report.ts'

const lasted = (startedAt: number, seconds = 2) => ({ startedAt: startedAt as TimeMs, finishedAt: (startedAt + seconds * 1_000) as TimeMs })
/** As the command wrote it before there were reports. */
const OLD: ResearchRun = {
  ...lasted(5_000), runId: 'old', kind: 'replay', accountId: ACCOUNT, strategyId: 'perp-ev', configHash: 'c',
  parameters: { instruments: ['BTCUSDT'], from: 0, to: Number.MAX_SAFE_INTEGER, policy: {} }, result: { trades: 7, orderHash: 'o7', netProfit: '1.5', alarms: {} },
}

function runsIn(folder: string): StoredRuns {
  return new StoredRuns(openingIn(folder))
}

async function putOld(folder: string, run: ResearchRun = OLD): Promise<void> {
  const store = new ResearchStore(openingIn(folder))
  await store.putRun(run)
  store.close()
}

function alter(folder: string, sql: string): void {
  const database = new Database(join(folder, 'research.db'))
  database.pragma('foreign_keys = ON')
  database.exec(sql)
  database.close()
}

describe('stored runs', () => {
  it('come back as they were, the newest first in the list', async () => {
    const runs = runsIn(temporaryFolder())
    await runs.putBacktest(reportOf('first'), tradesOf(3), lasted(1_000))
    await runs.putSweep(sweepOf('sweep'), 'c2', lasted(9_000, 30))
    await runs.putBacktest(reportOf('later', { wish: { ...WISH, from: null, to: 8 } }), tradesOf(0), lasted(2_000))
    expect(await runs.list(10)).toEqual([
      { runId: 'sweep', kind: 'sweep', startedAt: 9_000, seconds: 30, strategyId: 'perp-ev', instruments: WISH.instruments, from: WISH.from, to: null, trades: null, netReturn: null, sharpe: null, orderHash: null },
      { runId: 'later', kind: 'backtest', startedAt: 2_000, seconds: 2, strategyId: 'perp-ev', instruments: WISH.instruments, from: null, to: 8, trades: 3, netReturn: -0.00125, sharpe: null, orderHash: 'o1' },
      expect.objectContaining({ runId: 'first' }),
    ])
    expect((await runs.list(1)).map(({ runId }) => runId)).toEqual(['sweep'])
    expect([await runs.report('first'), await runs.trades('first')]).toStrictEqual([reportOf('first'), tradesOf(3)])
    expect([await runs.report('sweep'), await runs.trades('sweep')]).toStrictEqual([sweepOf('sweep'), null])
    expect([await runs.report('other'), await runs.trades('other')]).toEqual([null, null])
  })

  it('are refused where they are there already, and then nothing is changed', async () => {
    const runs = runsIn(temporaryFolder())
    await runs.putBacktest(reportOf('one'), tradesOf(3), lasted(1))
    await expect(runs.putBacktest(reportOf('one'), tradesOf(2), lasted(2))).rejects.toThrow(/UNIQUE/)
    expect([await runs.trades('one'), (await runs.list(10)).length]).toEqual([tradesOf(3), 1])
  })

  it('are not stored in a form that nobody could read', async () => {
    const folder = temporaryFolder()
    await expect(runsIn(folder).putBacktest(reportOf('one', { deposit: '1e4' }), tradesOf(1), lasted(1))).rejects.toThrow(/deposit/)
    expect(await runsIn(folder).list(10)).toEqual([])
  })

  it('are forgotten with all that is theirs', async () => {
    const folder = temporaryFolder()
    const runs = runsIn(folder)
    await runs.putBacktest(reportOf('one'), tradesOf(3), lasted(1))
    await runs.putBacktest(reportOf('two'), tradesOf(3), lasted(2))
    expect([await runs.forget('one'), await runs.forget('one')]).toEqual([true, false])
    const database = openBulk(researchKind, openingIn(folder))
    expect(['run', 'report'].map((table) => database.prepare(`SELECT run_id FROM ${table}`).pluck().all())).toEqual([['two'], ['two']])
    database.close()
  })

  it('make no file where somebody only looks', async () => {
    const folder = temporaryFolder()
    expect([await runsIn(folder).list(10), await runsIn(folder).report('one'), await runsIn(folder).trades('one'), await runsIn(folder).forget('one')]).toEqual([[], null, null, false])
    expect(filesIn(folder)).toEqual({})
  })

  it('are small: ten thousand trades take less than a megabyte and a half', async () => {
    const folder = temporaryFolder()
    await runsIn(folder).putBacktest(reportOf('large'), tradesOf(10_000), lasted(1))
    const database = openBulk(researchKind, openingIn(folder))
    const bytes = database.prepare<[], number>('SELECT length(report) + length(trades) FROM report').pluck().get()!
    database.close()
    expect(bytes).toBeLessThan(1_500_000)
  })

  it.each([
    ['damaged', `UPDATE report SET report = x'00', trades = x'00'`, 'corrupt'],
    ['of another form', `UPDATE report SET report = (SELECT trades FROM report), trades = (SELECT report FROM report)`, 'schema'],
  ])('that are %s are refused, and can be forgotten', async (_name, sql, code) => {
    const folder = temporaryFolder()
    await runsIn(folder).putBacktest(reportOf('one'), tradesOf(1), lasted(1))
    alter(folder, sql)
    await expect(runsIn(folder).report('one')).rejects.toMatchObject({ code, message: expect.stringContaining('Forget this run') as string })
    await expect(runsIn(folder).trades('one')).rejects.toMatchObject({ code })
    expect((await runsIn(folder).list(10)).length).toBe(1)
    expect(await runsIn(folder).forget('one')).toBe(true)
  })

  it('appear whole or not at all, whenever the writer is killed', async () => {
    const folder = temporaryFolder()
    const writer = new Child(new URL('../support/stored-runs-writer.ts', import.meta.url), folder)
    for (let n = 1; n <= 3; n++) expect(await writer.line()).toBe(`r${n}`)
    await writer.kill()
    const found = await runsIn(folder).list(1_000)
    expect(found.map(({ runId }) => runId)).toEqual(expect.arrayContaining(['r1', 'r2', 'r3']))
    for (const { runId } of found) expect([(await runsIn(folder).report(runId))?.runId, (await runsIn(folder).trades(runId))?.entryId.length]).toEqual([runId, 2_000])
  })

  it('leave nothing when the second part of one cannot be written', async () => {
    const folder = temporaryFolder()
    await runsIn(folder).putBacktest(reportOf('orphan'), tradesOf(1), lasted(1))
    alter(folder, `PRAGMA foreign_keys = OFF; DELETE FROM run`)
    await expect(runsIn(folder).putBacktest(reportOf('orphan'), tradesOf(1), lasted(1))).rejects.toThrow(/UNIQUE/)
    expect(await runsIn(folder).list(10)).toEqual([])
  })
})

describe('a file from before reports', () => {
  const VERSION_1 = { ...researchKind, migrations: researchKind.migrations.slice(0, 1) }

  it('keeps its runs, which have no report, and takes new ones', async () => {
    const folder = temporaryFolder()
    const old = openBulk(VERSION_1, openingIn(folder))
    const put = old.prepare('INSERT INTO run VALUES (@runId, @kind, @startedAt, @finishedAt, @accountId, @strategyId, @configHash, @parameters, @result)')
    put.run({ ...OLD, parameters: JSON.stringify(OLD.parameters), result: JSON.stringify(OLD.result) })
    put.run({ ...OLD, runId: 'strange', kind: 'backtest', startedAt: 4_000, parameters: '{"seed":7}', result: '{"sharpe":{"$number":"NaN"}}' })
    old.close()
    const runs = runsIn(folder)
    await runs.putSweep(sweepOf('new'), 'c', lasted(6_000))
    expect(await runs.list(10)).toEqual([
      expect.objectContaining({ runId: 'new', kind: 'sweep' }),
      { runId: 'old', kind: 'replay', startedAt: 5_000, seconds: 2, strategyId: 'perp-ev', instruments: ['BTCUSDT'], from: null, to: null, trades: 7, netReturn: null, sharpe: null, orderHash: 'o7' },
      expect.objectContaining({ runId: 'strange', instruments: [], trades: null, sharpe: null }),
    ])
    expect([await runs.report('old'), await runs.trades('old')]).toEqual([null, null])
    expect(Object.keys(filesIn(folder))).toContain('copies/research-schema-1.db')
    expect(await runs.forget('old')).toBe(true)
  })

  it('takes what a replay writes, without a report', async () => {
    const folder = temporaryFolder()
    await putOld(folder)
    await expect(putOld(folder, { ...OLD, result: 'another' })).rejects.toThrow(/UNIQUE/)
    expect(await runsIn(folder).list(10)).toMatchObject([{ runId: 'old', trades: 7 }])
  })
})
