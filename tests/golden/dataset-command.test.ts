import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dataSetReport } from '../../src-shared/contract/learning-schemas.ts'
import type { DataSetReport } from '../../src-shared/contract/learning-views.ts'
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
const dataset = (...args: readonly string[]): Promise<Spoken> => run('dataset', '--instrument', names, '--set', 'labelSpec.horizon=12', ...args)

it('makes rows, tells what is in them, finds them again, and keeps each as a run', async () => {
  const { code, out, error } = await dataset('--every', '3')
  expect([code, error]).toEqual([0, ''])
  expect(out).toMatch(/^dataset-\S+: perp-ev, one close in 3, [\d.]+ KB, made now\n\d+ rows, 2023-01-0\d \d\d:\d\d to 2023-01-06 \d\d:\d\d UTC\n/)
  for (const name of names.split(',')) expect(out).toMatch(new RegExp(`^${name} +\\d+ `, 'm'))
  expect(out).toMatch(/^r_3 +0 +-?[\d.e-]+ +[\d.e-]+$/m)
  const runId = out.split(':')[0]!
  expect((await run('runs', runId)).out).toBe(out)
  const again = dataSetReport.parse(JSON.parse((await dataset('--every', '3', '--json')).out))
  expect(again).toMatchObject({ cached: true, wish: { every: 3, instruments: names.split(','), changes: { 'labelSpec.horizon': 12 } } })
  expect(out).toContain(again.contentHash)
})

it('exports rows, and knows an export that was altered', async () => {
  const path = join(recording.home, 'rows.parquet')
  const { out } = await dataset('--every', '6', '--parquet', path, '--json')
  const report = JSON.parse(out) as DataSetReport
  const told = await run('dataset', '--read', path)
  expect([told.code, told.out]).toEqual([0, expect.stringContaining(`${report.rows} rows, `)])
  expect(told.out).toContain(`content    ${report.contentHash}`)
  expect(JSON.parse((await run('dataset', '--read', path, '--json')).out)).toMatchObject({ rows: report.rows, contentHash: report.contentHash, features: report.features })
  const before = (await run('runs')).out
  expect(await dataset('--parquet', path)).toMatchObject({ code: 3, error: expect.stringContaining('is there already') as string })
  expect((await run('runs')).out).toBe(before)
  expect((await dataset('--every', '6', '--parquet', path, '--force')).code).toBe(0)
  const bytes = readFileSync(path)
  bytes[2_000]! ^= 8
  writeFileSync(path, bytes)
  expect(await run('dataset', '--read', path)).toMatchObject({ code: 3, out: '', error: expect.stringMatching(/is not what was exported|cannot be read as Parquet/) as string })
})

it.each([
  [['--every', '0'], '--every takes a whole number from 1 to 10000, not "0"'],
  [['--force'], '--force belongs to --parquet'],
  [['--read', 'a.parquet'], '--instrument does not go with --read'],
  [['--set', 'labelSpec.stopAtr=99'], 'labelSpec.stopAtr takes 0.25 to 20, not 99'],
  [['--from', '2023-02-01', '--to', '2023-01-01'], 'the span ends before it begins'],
])('does not take %j', async (args, message) => {
  expect(await dataset(...args)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(message) as string })
})

it('says what rows cannot be made of', async () => {
  expect(await dataset('--to', '2023-01-01T06:00:00Z')).toMatchObject({ code: 1, error: expect.stringContaining('has no close in this span with whole feature windows') as string })
  expect(await run('dataset', '--read', join(recording.home, 'none.parquet'))).toMatchObject({ code: 3, error: expect.stringContaining('is not there') as string })
})

it('is stopped by Ctrl-C wherever it is, and then leaves no file', async () => {
  const path = join(recording.home, 'stopped.parquet')
  const before = (await run('runs')).out
  const stopped = await haetae(['dataset', '--instrument', names, '--every', '5', '--parquet', path], { home: recording.home, cancelled: () => true })
  expect([stopped.code, existsSync(path), (await run('runs')).out]).toEqual([130, false, before])
})
