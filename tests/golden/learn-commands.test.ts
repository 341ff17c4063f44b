import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FeasibilityReport } from '../../src-shared/contract/learning-views.ts'
import { feasibilityReport, labelsReport } from '../../src-shared/contract/learning-schemas.ts'
import { record, type Recording } from '../support/recorded.ts'
import { haetae, type Spoken } from '../support/recording-terminal.ts'

let recording: Recording
let names: string
beforeAll(async () => {
  recording = await record(6, 2)
  names = (await recording.run()).config.instruments.join(',')
})
afterAll(() => recording.close())

const run = (...args: readonly string[]): Promise<Spoken> => haetae(args, { home: recording.home })

describe('haetae feasibility', () => {
  const table = (...args: readonly string[]): Promise<Spoken> => run('feasibility', '--instrument', names, ...args)

  it('tells the table, and keeps it as a run that can be shown again', async () => {
    const { code, out, error } = await table('--barriers', '5m,1h', '--horizons', '12', '--costs', '0.0014,0.004')
    const lines = out.trimEnd().split('\n')
    expect([code, error, lines.slice(2, 10).map((line) => line.split(/\s+/).slice(0, 4))]).toEqual([0, '', names.split(',').flatMap((name) => ['5m', '1h'].flatMap((barrier) => ['0.14', '0.40'].map((cost) => [name, barrier, '12', cost])))])
    const runId = lines[0]!.split(':')[0]!
    expect((await run('runs', runId)).out).toBe(out)
    expect((await run('runs')).out).toContain(runId)
    const json = JSON.parse((await run('runs', runId, '--json')).out) as FeasibilityReport
    expect(feasibilityReport.parse(json)).toMatchObject({ runId, wish: { barrierIntervalsMs: [300_000, 3_600_000], horizons: [12], costs: [0.0014, 0.004] } })
    expect((await run('runs', runId, '--html', `${recording.home}/page.html`)).code).toBe(1)
  })

  it.each([
    [['--barriers', '5x'], 2, /takes lengths of candles such as 5m,1h,1d, not "5x"/],
    [['--barriers', '7m'], 2, /choose a multiple/],
    [['--horizons', '1.5'], 2, /takes whole numbers above 0/],
    [['--costs', '2'], 2, /cannot be run as asked|wish/],
    [['--set', 'policy.entryChance=0.1'], 2, /leave it out/],
    [['--from', '2023-02-01', '--to', '2023-01-01'], 2, /ends before it begins/],
    [['--strategy', 'nobody'], 2, /no strategy/],
  ])('refuses %j with %i', async (args, code, reason) => {
    const { error, ...ended } = await table(...args)
    expect([ended.code, error]).toEqual([code, expect.stringMatching(reason)])
  })

  it('is stopped by Ctrl-C, and stores nothing', async () => {
    const before = (await run('runs')).out
    expect((await haetae(['feasibility', '--instrument', names], { home: recording.home, cancelled: () => true })).code).toBe(130)
    expect((await run('runs')).out).toBe(before)
  })
})

describe('haetae label', () => {
  it('tells a line for each instrument and side, and keeps it as a run that can be shown again', async () => {
    const { code, out, error } = await run('label', '--instrument', names, '--set', 'labelSpec.horizon=6', '--cusum', '3')
    const lines = out.trimEnd().split('\n')
    expect([code, error, lines[0]]).toEqual([0, '', expect.stringMatching(/where the log price had moved 3 deviations, barriers touched by trades$/)])
    expect(lines.slice(2, 6).map((line) => line.split(/\s+/).slice(0, 2))).toEqual(names.split(',').flatMap((name) => [[name, 'long'], [name, 'short']]))
    const runId = lines[0]!.split(':')[0]!
    expect((await run('runs', runId)).out).toBe(out)
    expect(labelsReport.parse(JSON.parse((await run('runs', runId, '--json')).out))).toMatchObject({ runId, wish: { cusum: 3, changes: { 'labelSpec.horizon': 6 } } })
  })

  it.each([
    [['--cusum', '0'], 2, /takes numbers above 0/],
    [['--cusum', '1,2'], 2, /takes one number/],
    [['--set', 'labelSpec.horizon=400'], 1, /choose a longer span/],
  ])('refuses %j with %i', async (args, code, reason) => {
    const { error, ...ended } = await run('label', '--instrument', names, ...args)
    expect([ended.code, error]).toEqual([code, expect.stringMatching(reason)])
  })
})
