import { once } from 'node:events'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { TrialConflict, SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { sharedFolder, temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { tamper } from '../support/tamper.ts'
import { newTrial, trialData } from '../support/trial-samples.ts'

const DAYS = { day: [0, 86_400_000], net: [0.01, -0.002] }
const made = sharedFolder()
const ids: string[] = []
let folder: string
let ledger: SqliteTrialLedger

/** Ended, failed, and one whose process died. Links 1 and 2, 3 and 4, 5. */
beforeAll(async () => {
  const first = new SqliteTrialLedger(openingIn(made), new ManualClock())
  ids.push(await first.begin(newTrial()))
  await first.end(ids[0]!, { state: 'done', days: DAYS, trades: 7 })
  ids.push(await first.begin(newTrial({ kind: 'sweep', parameters: { 'policy.margin': 0.02 } })))
  await first.end(ids[1]!, { state: 'failed' })
  ids.push(await first.begin(newTrial({ kind: 'evaluation' })))
})

beforeEach(() => {
  folder = temporaryFolder()
  ledger = new SqliteTrialLedger(openingIn(folder), new ManualClock())
})

const threeTrials = (): void => cpSync(made, folder, { recursive: true })

describe('a trial', () => {
  it('is there from its beginning, whatever becomes of it', async () => {
    threeTrials()
    const trials = await ledger.all()
    expect(trials.map(({ trialId }) => trialId)).toEqual(ids)
    expect(trials.map(({ kind, state, sequence, days, trades }) => ({ kind, state, sequence, days, trades }))).toEqual([
      { kind: 'backtest', state: 'done', sequence: 1, days: DAYS, trades: 7 },
      { kind: 'sweep', state: 'failed', sequence: 3, days: null, trades: null },
      { kind: 'evaluation', state: 'begun', sequence: 5, days: null, trades: null },
    ])
    expect(trials[0]).toMatchObject({ ...newTrial(), startedAt: 1_000_000 })
    expect(new Set(trials.map(({ hash }) => hash)).size).toBe(3)
    expect(await ledger.broken()).toBeNull()
  })

  it('ends once, and only where it was begun', async () => {
    threeTrials()
    await expect(ledger.end(ids[0]!, { state: 'failed' })).rejects.toThrow(TrialConflict)
    await expect(ledger.end('trial-0', { state: 'failed' })).rejects.toThrow(/was not begun/)
    expect(await ledger.broken()).toBeNull()
  })

  it('is written by several threads at once, the first of them making the file, without a lost link', async () => {
    const threads = Array.from({ length: 3 }, () => new Worker(fileURLToPath(new URL('../support/trial-writer.ts', import.meta.url)), { workerData: { folder, trials: 4 } }))
    expect(await Promise.all(threads.map(async (thread) => (await once(thread, 'exit'))[0] as number))).toEqual([0, 0, 0])
    expect((await ledger.all()).map(({ state }) => state)).toEqual(Array.from({ length: 12 }, () => 'failed'))
    expect(await ledger.broken()).toBeNull()
    expect(JSON.parse(readFileSync(join(folder, 'trials.head'), 'utf8'))).toMatchObject({ sequence: 24 })
  })

  it('makes no file by being looked for', async () => {
    expect([await ledger.all(), await ledger.onData(trialData()), await ledger.broken()]).toEqual([[], [], null])
    expect(existsSync(join(folder, 'trials.db'))).toBe(false)
  })
})

describe('on the same data', () => {
  const DAY = 86_400_000

  it.each([
    ['of the same hash', trialData({ from: 500 * DAY, to: 600 * DAY }), 1],
    ['one candle less', trialData({ dataHash: 'd2', from: 300_000 }), 1],
    ['one of several instruments', trialData({ dataHash: 'd2', instruments: ['ETHUSDT', 'BTCUSDT'] }), 1],
    ['only what came later', trialData({ dataHash: 'd2', from: 100 * DAY, to: 200 * DAY }), 0],
    ['another instrument', trialData({ dataHash: 'd2', instruments: ['ETHUSDT'] }), 0],
  ])('%s', async (_what, data, count) => {
    await ledger.begin(newTrial())
    expect(await ledger.onData(data)).toHaveLength(count)
  })
})

describe('a search on another account', () => {
  const ledgerOf = (home: string, accountId: string): SqliteTrialLedger => new SqliteTrialLedger({ folder: openAccountFolder(home, accountId), accountId, program: 'test' }, new ManualClock())

  it('counts where the same data are evaluated, and is not believed where its chain is broken', async () => {
    const [searched, evaluated] = [ledgerOf(folder, 'sim:search:1'), ledgerOf(folder, 'sim:replay:1')]
    const begun = [await searched.begin(newTrial()), await searched.begin(newTrial({ parameters: {} })), await evaluated.begin(newTrial({ parameters: { folds: 5 } }))]
    await searched.begin(newTrial({ data: trialData({ dataHash: 'd2', from: 100 * 86_400_000, to: 200 * 86_400_000 }) }))
    expect((await evaluated.onData(trialData(), begun[2])).map(({ trialId }) => trialId)).toEqual(begun)
    expect(await evaluated.all()).toHaveLength(1)
    rmSync(join(folder, 'sim_search_1', 'trials.db'))
    await expect(evaluated.onData(trialData())).rejects.toThrow(/sim_search_1.*cut off/)
  })
})

describe('the same run again', () => {
  const end = async (more: Parameters<typeof newTrial>[0], days: typeof DAYS | null): Promise<string> => {
    const trialId = await ledger.begin(newTrial(more))
    if (days) await ledger.end(trialId, { state: 'done', days, trades: 1 })
    return trialId
  }
  const toldOn = async () => (await ledger.onData(trialData())).map(({ trialId, days }) => [trialId, days?.net.length ?? null])

  it('is one trial, however it is watched, and told with what it comes to', async () => {
    await end({}, DAYS)
    const again = await end({ kind: 'sweep', parameters: { mode: 'replay', 'policy.margin': 0.01 } }, DAYS)
    expect(await toldOn()).toEqual([[again, 2]])
    const unfinished = await end({}, null)
    expect(await toldOn()).toEqual([[unfinished, 2]])
    expect(await ledger.all()).toHaveLength(3)
  })

  it('is told as the one that asks, though another was begun after it', async () => {
    const [own, later] = [await end({}, DAYS), await end({}, DAYS)]
    const idsFor = async (asking: string): Promise<readonly string[]> => (await ledger.onData(trialData(), asking)).map(({ trialId }) => trialId)
    expect([await idsFor(own), await idsFor(later)]).toEqual([[own], [later]])
  })

  it('is another where it came to something else, or asked for something else', async () => {
    const ran = [await end({}, DAYS), await end({}, { day: [0], net: [0.5] }), await end({ parameters: {} }, null), await end({ strategyId: 'perp-ev-v1' }, null), await end({ data: trialData({ dataHash: 'd2' }) }, DAYS)]
    expect((await toldOn()).map(([trialId]) => trialId)).toEqual(ran)
  })
})

describe('what was written', () => {
  it.each(['UPDATE link SET payload = 1', 'DELETE FROM link', 'DELETE FROM link WHERE sequence = 5'])('lets nobody do: %s', async (sql) => {
    threeTrials()
    const database = new Database(join(folder, 'trials.db'))
    expect(() => database.exec(sql)).toThrow(/never/)
    database.close()
  })

  const ALTERED = [
    [`UPDATE link SET time = time + 1 WHERE sequence = 2`, 2, 'altered'],
    [`UPDATE link SET kind = 'model-moved' WHERE sequence = 4`, 4, 'altered'],
    [`UPDATE link SET version = 2 WHERE sequence = 1`, 1, 'altered'],
    [`UPDATE link SET subject = 'trial-x' WHERE sequence = 3`, 3, 'altered'],
    [`UPDATE link SET payload = replace(payload, '-0.002', '0.002') WHERE sequence = 2`, 2, 'altered'],
    [`UPDATE link SET payload = replace(payload, '"dataHash":"d1"', '"dataHash":"d9"') WHERE sequence = 5`, 5, 'altered'],
    [`UPDATE link SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE sequence = 3`, 3, 'altered'],
    [`UPDATE link SET sequence = 9 WHERE sequence = 5`, 5, 'missing'],
    [`UPDATE link SET sequence = 0 WHERE sequence = 1`, 0, 'altered'],
    [`DELETE FROM link WHERE sequence = 1`, 1, 'missing'],
    [`DELETE FROM link WHERE sequence = 3`, 3, 'missing'],
    [`DELETE FROM link WHERE sequence = 5`, 5, 'cut-off'],
    [`DELETE FROM link WHERE sequence > 2`, 3, 'cut-off'],
    [`DELETE FROM link`, 1, 'cut-off'],
    [`DELETE FROM link WHERE sequence = 3; UPDATE link SET sequence = sequence - 1 WHERE sequence > 3`, 3, 'altered'],
    [`UPDATE link SET sequence = 100 WHERE sequence = 2; UPDATE link SET sequence = 2 WHERE sequence = 3; UPDATE link SET sequence = 3 WHERE sequence = 100`, 2, 'altered'],
    [`UPDATE link SET payload = (SELECT payload FROM link WHERE sequence = 1) WHERE sequence = 3`, 3, 'altered'],
    [`UPDATE link SET sequence = 6 WHERE sequence = 5; UPDATE link SET sequence = 5 WHERE sequence = 4;
      INSERT INTO link SELECT 4, time, kind, version, 'trial-y', payload, hash FROM link WHERE sequence = 3`, 4, 'altered'],
    [`INSERT INTO link SELECT 6, time, kind, version, 'trial-y', payload, hash FROM link WHERE sequence = 5`, 6, 'altered'],
  ] as const

  it.each(ALTERED)('tells where it was altered: %s', async (sql, sequence, how) => {
    threeTrials()
    tamper(folder, sql)
    expect(await ledger.broken()).toEqual({ sequence, how })
    await expect(ledger.onData(trialData())).rejects.toThrow(new RegExp(`link ${sequence} `))
  })

  it('tells of an end that was cut off and written anew', async () => {
    threeTrials()
    const head = readFileSync(join(folder, 'trials.head'), 'utf8')
    tamper(folder, 'DELETE FROM link WHERE sequence > 3')
    await expect(ledger.begin(newTrial())).rejects.toThrow(/link 4 and what came after it was cut off/)
    // With the head put back to where the chain ends, written on, and the old head found again.
    rmSync(join(folder, 'trials.head'))
    await expect(ledger.begin(newTrial())).rejects.toThrow(/cut off/)
    writeFileSync(join(folder, 'trials.head'), head)
    expect(await ledger.broken()).toEqual({ sequence: 4, how: 'cut-off' })
  })

  it.each([['gone', undefined], ['nonsense', 'not ours'], ['of another link', '{"sequence":5,"hash":"00"}']])('does not hold with a head that is %s', async (_what, text) => {
    threeTrials()
    rmSync(join(folder, 'trials.head'))
    if (text !== undefined) writeFileSync(join(folder, 'trials.head'), text)
    expect(await ledger.broken()).not.toBeNull()
    await expect(ledger.begin(newTrial())).rejects.toMatchObject({ name: 'StorageRefusal', code: 'corrupt' })
  })

  it('is missed when the whole file is gone', async () => {
    threeTrials()
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `trials.db${suffix}`), { force: true })
    expect(await ledger.broken()).toEqual({ sequence: 1, how: 'cut-off' })
    await expect(ledger.begin(newTrial())).rejects.toMatchObject({ code: 'corrupt' })
  })

  it('holds when a crash came between a link and its head', async () => {
    const head = join(folder, 'trials.head')
    await ledger.begin(newTrial())
    const before = readFileSync(head)
    await ledger.begin(newTrial())
    writeFileSync(head, before)
    expect(await ledger.broken()).toBeNull()
    await ledger.begin(newTrial())
    expect(JSON.parse(readFileSync(head, 'utf8'))).toMatchObject({ sequence: 3 })
  })
})
