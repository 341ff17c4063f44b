import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SweepReport, SweepWish } from '../../src-shared/contract/backtest-report.ts'
import { sweepReport } from '../../src-shared/contract/backtest-schemas.ts'
import { Sweep, type SweepParts } from '../../src-main/host/sweep-pool.ts'
import { combinationCount, combinationsOf, wishOf } from '../../src-main/modes/sweep.ts'
import { programPath } from '../../src-main/supervision/program-path.ts'
import { ACCOUNT, record, runProgram, type Recording } from '../support/recorded.ts'

let recording: Recording
let wish: SweepWish
beforeAll(async () => {
  recording = await record(18, 2)
  const { instruments } = (await recording.run()).config
  wish = { strategyId: 'perp-ev', instruments, from: null, to: null, policyId: 'expected-value', seed: 0, changes: {}, rivals: 3, vary: { 'policy.notionalCap': [90, 45], 'venue.feeTier': [0, 2] } }
})
afterAll(() => recording.close())

const parts = (more: Partial<SweepParts> = {}): SweepParts => ({
  opening: { folder: `${recording.home}/sim_replay_1`, accountId: ACCOUNT, program: 'test' }, root: resolve('.'), runId: 'sweep-1', program: programPath(resolve('.'), 'jobs'), workers: 2, progress: () => {}, ...more,
})

describe('the combinations of a sweep', () => {
  it('are all there, the first parameter slowest', () => {
    expect(combinationsOf(wish)).toEqual([[90, 0], [90, 2], [45, 0], [45, 2]])
    expect([combinationCount(wish), combinationCount({ vary: {} })]).toEqual([4, 1])
  })

  it('change the wish they belong to, and ask for no rivals', () => {
    const { vary: _, ...plain } = wish
    expect(wishOf({ ...wish, changes: { 'policy.margin': 0.3, leverage: 2, 'venue.feeTier': 1 } }, [45, 2])).toEqual({ ...plain, rivals: 0, changes: { 'policy.margin': 0.3, leverage: 2, 'policy.notionalCap': 45, 'venue.feeTier': 2 } })
  })
})

describe('a sweep', () => {
  it('has the same rows, bit for bit, with one worker and with more than there is to do', async () => {
    const reports: SweepReport[] = []
    for (const workers of [1, 9]) reports.push(await new Sweep(wish, parts({ workers })).done)
    const [one, nine] = reports
    expect(one!.rows.map(({ values }) => values)).toEqual(combinationsOf(wish))
    expect(JSON.stringify(nine)).toBe(JSON.stringify(one))
    expect(new Set(one!.rows.map(({ orderHash }) => orderHash)).size).toBe(4)
    expect(sweepReport.safeParse(one).error).toBeUndefined()
  }, 120_000)

  it('has each row at its own place, whichever comes first', async () => {
    const { rows } = await new Sweep({ ...wish, vary: { leverage: [1, 2] } }, parts({ program: fileURLToPath(new URL('../support/sweep-worker-backwards.ts', import.meta.url)) })).done
    expect(rows.map(({ values }) => values)).toEqual([[1], [2]])
  })

  it('tells how much of all is done, and never goes back', async () => {
    const told: [number, number][] = []
    await new Sweep({ ...wish, vary: { 'policy.margin': [0, 0.01] } }, parts({ progress: (part, done) => void told.push([part, done]) })).done
    const all = told.map(([part]) => part)
    expect([all, all.length > 4, told.at(-1)]).toEqual([all.toSorted((a, b) => a - b), true, [1, 2]])
  })

  it('ends with all its workers when it is told to stop', async () => {
    const sweep: Sweep = new Sweep(wish, parts({ progress: () => sweep.stop() }))
    await expect(sweep.done).rejects.toMatchObject({ name: 'RunCancelled' })
  })

  it('fails, and says why, when a worker dies', async () => {
    await expect(new Sweep(wish, parts({ program: fileURLToPath(new URL('../support/sweep-worker-dying.ts', import.meta.url)) })).done).rejects.toMatchObject({ told: { code: 'worker-died', values: { detail: 'it ended with 7' } } })
  })

  it('fails with what a back-test of it was refused for', async () => {
    await expect(new Sweep({ ...wish, instruments: ['NONEUSDT'] }, parts()).done).rejects.toMatchObject({ told: { code: 'unknown-instrument', values: { instrument: 'NONEUSDT' } } })
    await expect(new Sweep({ ...wish, vary: { leverage: [0] } }, parts()).done).rejects.toMatchObject({ told: { code: 'wish-refused' } })
  })

  it('fails when whoever is told has had enough', async () => {
    const progress = (): void => {
      throw new Error('too much memory')
    }
    await expect(new Sweep(wish, parts({ progress })).done).rejects.toThrow('too much memory')
  })

  it('comes to the same from the bundle', async () => {
    const args = ['sweep', '--instrument', wish.instruments.join(','), '--policy', 'random-entry', '--vary', 'policy.notionalCap=90,45', '--workers', '2', '--json']
    const [source, bundle] = await Promise.all(['src-main/processes/haetae.ts', 'dist/main/haetae.js'].map(async (program) => JSON.parse(await runProgram(program, args, recording)) as SweepReport))
    expect([bundle!.rows.length, bundle!.rows]).toEqual([2, source!.rows])
  }, 60_000)
})
