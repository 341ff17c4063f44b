import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { DemoMarket } from '../../src-main/modes/demo-market.ts'
import { RecordedSource } from '../../src-main/venue/recorded/recorded-source.ts'
import { record, type Recording } from '../support/recorded.ts'
import { marketSourceLaws } from './market-source.suite.ts'

let recording: Recording
const folders: string[] = []
beforeAll(async () => {
  recording = await record(2, 2)
}, 60_000)
afterAll(() => {
  recording.close()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

describe('recorded candles', () => {
  marketSourceLaws(async () => {
    const { archive, instruments, config, from, to } = await recording.run()
    return (await RecordedSource.open({ archive, instruments, intervalMs: config.decisionIntervalMs, from, to })).events()
  }, Number.POSITIVE_INFINITY)
})

describe('the demo market', () => {
  marketSourceLaws(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haetae-market-'))
    folders.push(folder)
    return (await DemoMarket.open({ folder, archive: recording.archive, seed: 3, edge: 'trend', now: (20_000 * DAY_MS) as TimeMs })).events()
  }, 400)
})
