import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BacktestReport, ReportTrades, RunRow, SweepReport } from '../../src-shared/contract/backtest-report.ts'
import { runBacktest } from '../../src-main/modes/backtest-run.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'
import { haetae, NOW, type Spoken } from '../support/recording-terminal.ts'
import { TrialsInMemory } from '../support/trials-in-memory.ts'

let recording: Recording
let names: string
beforeAll(async () => {
  recording = await record(18, 2)
  names = (await recording.run()).config.instruments.join(',')
})
afterAll(() => recording.close())

const run = (...args: readonly string[]): Promise<Spoken> => haetae(args, { home: recording.home })
const backtest = (...args: readonly string[]): Promise<Spoken> => run('backtest', '--instrument', names, ...args)
const sweep = (...args: readonly string[]): Promise<Spoken> => run('sweep', '--instrument', names, ...args)
const runs = async (): Promise<readonly RunRow[]> => JSON.parse((await run('runs', '--json')).out) as RunRow[]

describe('haetae backtest', () => {
  it('runs with other numbers and random rivals, and writes the report as a page and as JSON', async () => {
    const [page, json] = [join(recording.home, 'a.html'), join(recording.home, 'a.json')]
    const { code, out, error } = await backtest('--set', 'policy.notionalCap=90', '--set', 'venue.feeTier=2', '--rivals', '1', '--report', page, '--report-json', json, '--json')
    expect([code, error]).toEqual([0, ''])
    const told = JSON.parse(out) as { orderHash: string; runId: string; trades: number; fundingPayments: number }
    const { report, trades } = JSON.parse(readFileSync(json, 'utf8')) as { report: BacktestReport; trades: ReportTrades }
    const here = await runBacktest(report.wish, { archive: recording.archive, root: '.', runId: told.runId, accountId: ACCOUNT, trials: new TrialsInMemory() })
    expect([report, trades]).toEqual([here.report, here.trades])
    expect([report.wish.changes, report.hashes.orders, trades.net.length]).toEqual([{ 'policy.notionalCap': 90, 'venue.feeTier': 2 }, told.orderHash, told.trades])
    expect(report.rivals.map(({ rival, runs: count }) => [rival, count])).toContainEqual(['random', 1])
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/i)
    expect(await runs()).toContainEqual(expect.objectContaining({ runId: told.runId, kind: 'backtest', orderHash: told.orderHash, startedAt: NOW }))
  }, 60_000)

  it('says why there are not more trades', async () => {
    const { out } = await backtest('--policy', 'random-entry', '--seed', '3')
    const [head, first, ...rest] = out.slice(out.indexOf('why not more trades')).trimEnd().split('\n')
    expect(head).toBe('why not more trades: decisions that were left after each step')
    expect(out).toContain(`${Number(first!.trim().split(' ')[0])} decisions, `)
    expect(rest.some((line) => /^ +\d+ {2}Entered/.test(line))).toBe(true)
    expect(rest.some((line) => / % of those that were no entry: [A-Z].*\.$/.test(line))).toBe(true)
    expect(rest.at(-1)).toMatch(/^ {2}refused \d+ times: [A-Z].*\.$/)
  })

  it.each([
    [['--set', 'policy.margin=7'], 'policy.margin takes 0 to 0.5, not 7'],
    [['--set', 'policy.luck=1'], 'no parameter "policy.luck"; it has policy.margin'],
    [['--set', 'policy.margin'], '--set takes NAME=VALUE'],
    [['--set', 'policy.margin=much'], '--set policy.margin takes a number, not "much"'],
    [['--set', 'leverage=1', '--set', 'leverage=2'], '--set leverage is there twice'],
    [['--set', 'labelSpec.stopAtr=3'], 'labelSpec.stopAtr stays'],
    [['--policy', 'luck'], '--policy takes expected-value, random-entry, seeded-random'],
    [['--seed', '4'], '--seed belongs to --policy random-entry or seeded-random'],
    [['--strategy', 'another'], 'there is no strategy "another"; there are perp-ev'],
    [['--rivals', '101'], '--rivals takes a whole number from 0 to 100'],
    [['--force'], '--force belongs to --report'],
    [['--from', '2023-01-02', '--to', '2023-01-02'], 'the span ends before it begins'],
  ])('does not take %j', async (args, message) => {
    expect(await backtest(...args)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(message) as string })
  })

  it('keeps a file that is there, before anything is run, unless it is told to replace it', async () => {
    const page = join(recording.home, 'mine.html')
    writeFileSync(page, 'mine')
    const before = await runs()
    expect(await backtest('--report', page)).toMatchObject({ code: 3, error: expect.stringContaining('is there already') as string })
    expect([readFileSync(page, 'utf8'), await runs()]).toEqual(['mine', before])
    expect(await backtest('--policy', 'random-entry', '--report', page, '--force')).toMatchObject({ code: 0 })
    expect(readFileSync(page, 'utf8')).not.toBe('mine')
  })

  it('ends when it is told to, and leaves no run and no file', async () => {
    const [page, before] = [join(recording.home, 'none.html'), await runs()]
    let looks = 0
    expect(await haetae(['backtest', '--instrument', names, '--report', page], { home: recording.home, cancelled: () => ++looks > 100 })).toEqual({ code: 130, out: '', error: '' })
    expect([existsSync(page), await runs()]).toEqual([false, before])
  })
})

describe('haetae sweep', () => {
  it('gives the same object whatever the number of workers, and a table for people', async () => {
    const args = ['--policy', 'random-entry', '--vary', 'policy.notionalCap=90,45', '--vary', 'venue.feeTier=0,2']
    const [one, two] = [await sweep(...args, '--workers', '1', '--json'), await sweep(...args, '--workers', '2', '--json')]
    expect([one.code, one.error]).toEqual([0, ''])
    const { runId, rows, vary } = JSON.parse(one.out) as SweepReport
    expect((JSON.parse(two.out) as SweepReport).rows).toEqual(rows)
    expect([vary, rows.map(({ values }) => values)]).toEqual([['policy.notionalCap', 'venue.feeTier'], [[90, 0], [90, 2], [45, 0], [45, 2]]])
    const { out } = await run('runs', runId)
    const [, head, first] = out.split('\n')
    expect(head!.split(/ {2,}/)).toEqual(['policy.notionalCap', 'venue.feeTier', 'trades', 'won', 'net', 'return', 'Sharpe', 'drawdown', 'orders'])
    expect(first!.split(/ {2,}/)).toEqual(expect.arrayContaining(['90', '0', String(rows[0]!.trades), rows[0]!.net, rows[0]!.orderHash.slice(0, 8)]))
    const page = join(recording.home, 'sweep.html')
    expect(await run('runs', runId, '--html', page)).toMatchObject({ code: 0 })
    expect(readFileSync(page, 'utf8')).toContain(rows[3]!.orderHash)
  }, 60_000)

  it.each([
    [[], 'at least one --vary'],
    [['--vary', 'policy.margin=0,9'], 'policy.margin takes 0 to 0.5, not 9'],
    [['--vary', 'policy.margin='], '--vary policy.margin takes a number'],
    [['--vary', `leverage=${Array.from({ length: 513 }, () => 1).join(',')}`], 'these are 513 combinations; a sweep runs at most 512'],
    [['--vary', 'leverage=1', '--workers', '0'], '--workers takes a whole number from 1'],
  ])('does not take %j', async (args, message) => {
    expect(await sweep(...args)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(message) as string })
  })

  it('ends with its workers when it is told to stop, and stores nothing', async () => {
    const before = await runs()
    expect(await haetae(['sweep', '--instrument', names, '--vary', 'leverage=1,2'], { home: recording.home, stopAsked: Promise.resolve() })).toEqual({ code: 130, out: '', error: '' })
    expect(await runs()).toEqual(before)
  })
})

describe('haetae runs', () => {
  it('lists, shows, writes and forgets what was run', async () => {
    const { runId } = JSON.parse((await backtest('--policy', 'random-entry', '--seed', '9', '--json')).out) as { runId: string }
    expect((await run('runs')).out).toMatch(new RegExp(`^2053-.* backtest .* ${runId}$`, 'm'))
    expect((await run('runs', runId.slice(0, 20))).out).toMatch(new RegExp(`^${runId}: perp-ev, .*\\nnet .* USDT`))
    expect((JSON.parse((await run('runs', runId, '--json')).out) as { report: BacktestReport }).report.runId).toBe(runId)
    const page = join(recording.home, 'again.html')
    expect(await run('runs', runId, '--html', page)).toMatchObject({ code: 0 })
    expect(await run('runs', runId, '--html', page)).toMatchObject({ code: 3 })
    expect(readFileSync(page, 'utf8')).toContain(runId)
    expect(await run('runs', runId, '--forget')).toEqual({ code: 0, out: `${runId} is forgotten.\n`, error: '' })
    expect((await runs()).some((row) => row.runId === runId)).toBe(false)
    expect(await run('runs', runId)).toMatchObject({ code: 2, error: expect.stringContaining(`there is no run ${runId}`) as string })
    expect(await run('runs', '--forget')).toMatchObject({ code: 2 })
  })

  it('lists a replay, which has no report', async () => {
    const { out } = await run('replay', '--instrument', names, '--policy', 'seeded-random', '--json')
    const { runId, orderHash } = JSON.parse(out) as { runId: string; orderHash: string }
    expect(await runs()).toContainEqual(expect.objectContaining({ runId, kind: 'replay', orderHash, from: null, to: null }))
    expect(await run('runs', runId)).toMatchObject({ code: 1, error: expect.stringContaining('replays and older runs') as string })
  })
})
