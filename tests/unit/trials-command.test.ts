import { beforeEach, describe, expect, it } from 'vitest'
import { requests } from '../../src-shared/contract/contract.ts'
import type { TrialsView } from '../../src-shared/contract/evaluation-views.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteTrialLedger } from '../../src-main/storage/trial-ledger.ts'
import { trialsView } from '../../src-main/training/trials-view.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { haetae, type Spoken } from '../support/recording-terminal.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { tamper } from '../support/tamper.ts'
import { newTrial, trialData } from '../support/trial-samples.ts'
import { TrialsInMemory } from '../support/trials-in-memory.ts'

const ACCOUNT = 'sim:replay:1'
const DAY_MS = 86_400_000
const WANTED = { rows: 50, data: 5, compared: 100 }
let home: string
let folder: string

beforeEach(() => {
  home = temporaryFolder()
  folder = openAccountFolder(home, ACCOUNT)
})

const run = (...args: readonly string[]): Promise<Spoken> => haetae(['trials', ...args], { home })
const view = async (): Promise<TrialsView> => JSON.parse((await run('--json')).out) as TrialsView

/** Two that are alike but for a little, one that is not, one that came to nothing. */
async function tried(): Promise<void> {
  const ledger = new SqliteTrialLedger({ folder, accountId: ACCOUNT, program: 'test' }, new ManualClock())
  const chance = new SeededRandom(7)
  const draw = (): number[] => Array.from({ length: 60 }, () => chance.below(2_001) / 1e5 - 0.01)
  const [one, other] = [draw(), draw()]
  const day = one.map((_, place) => place * DAY_MS)
  for (const [margin, net] of [[0, one], [0.01, one.map((value) => value + 0.0001)], [0.02, other]] as const) {
    await ledger.end(await ledger.begin(newTrial({ parameters: { 'policy.margin': margin } })), { state: 'done', days: { day, net }, trades: 12 })
  }
  await ledger.begin(newTrial({ kind: 'evaluation', parameters: { learner: 'linear' } }))
}

describe('haetae trials', () => {
  it('says so where nothing was tried', async () => {
    expect(await run()).toEqual({ code: 0, out: 'Nothing was tried yet: every back-test, sweep, replay and evaluation is counted here.\n', error: '' })
    expect(await run('verify')).toMatchObject({ code: 0, out: 'All links hold; 0 trials.\n' })
  })

  it('lists the newest first, and what they are worth as independent ones', async () => {
    await tried()
    const told = await view()
    expect(requests['learn.trials'].result.safeParse(told).error).toBeUndefined()
    expect(told.rows.map(({ kind, state, days, trades, sharpeAnnual }) => [kind, state, days, trades, sharpeAnnual !== null])).toEqual([
      ['evaluation', 'begun', null, null, false], ['backtest', 'done', 60, 12, true], ['backtest', 'done', 60, 12, true], ['backtest', 'done', 60, 12, true],
    ])
    expect(told.count).toBe(4)
    // Two are one; what was never ended is like no other.
    expect(told.onData).toEqual([{ dataHash: 'd1', trials: 4, effective: expect.closeTo(3, 6) as number }])
    const { out } = await run('--limit', '2')
    expect(out).toMatch(/^# +begun +kind +state +strategy +data +days +Sharpe +trades +what differed\n7 .* evaluation +begun .* learner linear\n5 .* policy\.margin 0\.02\n4 trials, the newest 2 are shown\ndata d1: 4 different trials count on them, worth 3\.0 independent ones\n$/)
  })

  it('finds what was altered, says where, and counts nothing', async () => {
    await tried()
    expect(await run('verify')).toEqual({ code: 0, out: 'All links hold; 4 trials.\n', error: '' })
    tamper(folder, `UPDATE link SET payload = replace(payload, '"trades":12', '"trades":13') WHERE sequence = 4`)
    expect(await run('verify')).toEqual({ code: 3, out: '', error: 'The chain of trials is broken: link 4 is not as it was written. Put trials.db and trials.head back as they were: on a broken chain nothing is proven.\n' })
    expect(JSON.parse((await run('verify', '--json')).out)).toEqual({ count: 4, broken: { sequence: 4, told: { code: 'trial-altered', values: { link: 4 } } } })
    expect([await run().then(({ code }) => code), (await view()).onData]).toEqual([3, []])
    const { out } = await haetae(['doctor', '--account', ACCOUNT], { home })
    expect(out).toMatch(/^failed +sim:replay:1 trials: link 4 is not as it was written/m)
    tamper(folder, 'DELETE FROM link WHERE sequence > 5')
    tamper(folder, `UPDATE link SET payload = replace(payload, '"trades":13', '"trades":12') WHERE sequence = 4`)
    expect(await run('verify')).toMatchObject({ code: 3, error: expect.stringContaining('link 6 and what came after it was cut off') as string })
  })

  it.each([[['verfy'], 'takes verify or nothing'], [['--limit', '0'], '--limit takes a whole number from 1']])('does not take %j', async (args, message) => {
    expect(await run(...args)).toMatchObject({ code: 2, error: expect.stringContaining(message) as string })
  })
})

it('counts as one each what it does not compare', async () => {
  const ledger = new TrialsInMemory()
  for (let count = 0; count < 5; count++) await ledger.begin(newTrial({ data: trialData(), parameters: { count } }))
  expect((await trialsView(ledger, { ...WANTED, compared: 2 })).onData).toEqual([{ dataHash: 'd1', trials: 5, effective: 5 }])
  expect((await trialsView(ledger, { ...WANTED, rows: 2 })).rows.map(({ sequence }) => sequence)).toEqual([5, 4])
})
