import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ModelRow } from '../../src-shared/contract/evaluation-views.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteModelRegistry } from '../../src-main/storage/model-register.ts'
import { evaluatedPair } from '../support/evaluated-pair.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { haetae, type Spoken } from '../support/recording-terminal.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { writeTinyModel, type TinyArtifact } from '../support/tiny-model.ts'

const ACCOUNT = 'sim:replay:1'
const REASON = 'on paper only, to watch it'
let home: string
let register: SqliteModelRegistry

beforeEach(async () => {
  home = temporaryFolder()
  register = new SqliteModelRegistry({ folder: openAccountFolder(home, ACCOUNT), accountId: ACCOUNT, program: 'test' }, new ManualClock())
  await evaluatedPair(home, register, { id: 'm-aa11', verdict: 'proven' })
  await evaluatedPair(home, register, { id: 'm-bb22', verdict: 'not-proven' })
})

const run = (...args: readonly string[]): Promise<Spoken> => haetae(args, { home })
const rows = async (): Promise<readonly ModelRow[]> => JSON.parse((await run('models', '--json')).out) as ModelRow[]
const statuses = async (): Promise<readonly string[]> => (await rows()).filter(({ strategyId }) => strategyId === 'perp-ev').map(({ candidateId, status }) => `${candidateId} ${status}`)

describe('haetae models', () => {
  it('lists pairs with their verdicts, those that came with the program last', async () => {
    const { code, out } = await run('models')
    const [head, first, second, ...shipped] = out.trimEnd().split('\n').map((line) => line.split(/ {2,}/))
    expect([code, head]).toEqual([0, ['pair', 'status', 'strategy', 'verdict', 'Sharpe', 'fitted on', 'made', 'overrides']])
    expect([first, second].map((line) => line!.slice(0, 5))).toEqual([['m-bb22', 'trained', 'perp-ev', 'not proven yet', '1.90'], ['m-aa11', 'trained', 'perp-ev', 'proven', '1.90']])
    expect(shipped.map((line) => line.slice(0, 4))).toEqual([['perp-ev-shipped', 'promoted', 'perp-ev', 'came with the program'], ['perp-ev-v1-shipped', 'promoted', 'perp-ev-v1', 'came with the program']])
  })

  it('tells all of one, its overrides for ever', async () => {
    await run('promote', 'm-bb22', '--override', REASON)
    await run('promote', 'm-bb22', '--archive', '--reason', 'it lost')
    const { out } = await run('models', 'm-b')
    expect(out).toContain('m-bb22: archived, perp-ev, linear, BTCUSDT')
    expect(out).toContain('verdict     not proven yet')
    expect(out).toContain(`promoted by command line, although it was not proven: ${REASON}`)
    expect(out).toContain('archived by command line: it lost')
    expect((JSON.parse((await run('models', 'm-b', '--json')).out) as ModelRow).history).toHaveLength(3)
  })

  it.each([['m-', '2 pairs begin with m-'], ['x', 'there is no pair x']])('does not take %s', async (pair, message) => {
    expect(await run('models', pair)).toMatchObject({ code: 2, error: expect.stringContaining(message) as string })
  })
})

describe('haetae promote', () => {
  it('promotes what is proven, and goes back in the end to what came with the program', async () => {
    expect(await run('promote', 'm-aa11')).toEqual({ code: 0, out: 'm-aa11 is promoted.\n', error: '' })
    expect(await statuses()).toEqual(['m-bb22 trained', 'm-aa11 promoted', 'perp-ev-shipped trained'])
    expect(JSON.parse((await run('promote', 'm-bb22', '--override', REASON, '--json')).out)).toMatchObject({ candidateId: 'm-bb22', status: 'promoted' })
    expect(await run('promote', 'm-bb22', '--rollback')).toMatchObject({ code: 0, out: 'm-aa11 is promoted.\n' })
    expect(await run('promote', 'perp-ev', '--rollback', '--reason', 'enough')).toMatchObject({ code: 0, out: 'perp-ev trades with its own pair again.\n' })
    expect(await run('promote', 'perp-ev', '--rollback')).toMatchObject({ code: 3, error: expect.stringContaining('no pair of perp-ev is promoted') as string })
    expect(await statuses()).toEqual(['m-bb22 archived', 'm-aa11 archived', 'perp-ev-shipped promoted'])
  })

  it('refuses what is not proven without a reason that says something', async () => {
    expect(await run('promote', 'm-bb22')).toMatchObject({ code: 3, out: '', error: expect.stringMatching(/not proven.*--override REASON.*haetae models m-bb22/) as string })
    expect(await run('promote', 'm-bb22', '--override', 'because')).toMatchObject({ code: 3, error: expect.stringContaining('at least 10 characters') as string })
    expect(await run('promote', 'm-bb22', '--shadow')).toMatchObject({ code: 0, out: 'm-bb22 is shadow.\n' })
  })

  it('refuses what its strategy could not use', async () => {
    await evaluatedPair(home, register, { id: 'm-other', verdict: 'proven', labelSpecHash: 'of other barriers' })
    expect(await run('promote', 'm-other')).toMatchObject({ code: 3, error: expect.stringContaining('other barriers than perp-ev has') as string })
    expect(await run('promote', 'perp-ev-shipped')).toMatchObject({ code: 2, error: expect.stringContaining('came with the program') as string })
  })

  it('refuses files that are not those that were judged, however well they agree with each other', async () => {
    const model = { weights: configure().featureSet.map(() => [1, 0, 0, 0, 0] as const), bias: [9, 0, 9, 60, 10] as const }
    const artifact = JSON.parse(readFileSync(join(home, 'models', 'm-aa11-long', 'artifact.json'), 'utf8')) as TinyArtifact
    writeTinyModel(join(home, 'models'), 'm-aa11-long', model, artifact)
    expect(await run('promote', 'm-aa11')).toMatchObject({ code: 3, error: expect.stringContaining('not the one that was judged') as string })
    expect(await statuses()).toContain('m-aa11 trained')
  })

  it.each([
    [['--shadow', '--archive'], 'two different things'],
    [['--archive', '--override', REASON], '--override belongs to promoting'],
    [['--reason', 'why not'], '--reason belongs to'],
  ])('does not take %j', async (args, message) => {
    expect(await run('promote', 'm-aa11', ...args)).toMatchObject({ code: 2, error: expect.stringContaining(message) as string })
    expect(await statuses()).toEqual(['m-bb22 trained', 'm-aa11 trained', 'perp-ev-shipped promoted'])
  })
})
