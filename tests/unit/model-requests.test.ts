import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { requests } from '../../src-shared/contract/contract.ts'
import type { GateVerdict } from '../../src-shared/contract/evaluation-views.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { modelRequests } from '../../src-main/host/model-requests.ts'
import { ModelWatch } from '../../src-main/host/model-watch.ts'
import { recordedOpening } from '../../src-main/host/open-replay.ts'
import { promotedNow, refuseBroken } from '../../src-main/host/promoted-choices.ts'
import { Clicks } from '../../src-main/ipc/clicks.ts'
import type { OnnxRuntime } from '../../src-main/model-runtime/onnx-runtime.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { modeModels } from '../../src-main/modes/model-choices.ts'
import { openModelsAt } from '../../src-main/modes/open-models.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteModelRegistry } from '../../src-main/storage/model-register.ts'
import { evaluatedPair } from '../support/evaluated-pair.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { MIDNIGHT } from '../support/policy-cases.ts'
import { haetae } from '../support/recording-terminal.ts'
import { ScriptedAccount } from '../support/scripted-account.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { tamper } from '../support/tamper.ts'

const config = configure()
const REASON = 'on paper only, to watch it'
const pairOf = (id: string) => ({ long: `${id}-long`, short: `${id}-short` })
const click = () => ({ requestId: crypto.randomUUID() })

let home: string
let register: SqliteModelRegistry
let account: ScriptedAccount
let runtime: OnnxRuntime
let notices: Told[]
let watch: ModelWatch
let handlers: ReturnType<typeof modelRequests>

const evaluated = (id: string, verdict: GateVerdict['verdict'], more: object = {}): Promise<void> => evaluatedPair(home, register, { id, verdict, ...more })
const promote = (candidateId: string, reason: string | null) => handlers['models.move']({ ...click(), candidateId, status: 'promoted', reason })
const decides = () => account.engine.state.account.models.get('perp-ev')
const statusOf = async (id: string) => (await handlers['models.list'](null)).find(({ candidateId }) => candidateId === id)?.status

beforeEach(async () => {
  home = temporaryFolder()
  openAccountFolder(home, recordedOpening(home).accountId)
  const place = { root: '.', home }
  register = new SqliteModelRegistry(recordedOpening(home), new ManualClock())
  account = new ScriptedAccount({ from: MIDNIGHT })
  runtime = await openModelsAt(place, [config])
  notices = []
  const models = modeModels(account.engine, runtime, async (event) => void account.tell(event))
  watch = new ModelWatch({ models, sound: () => refuseBroken(place, new ManualClock()), register, folder: recordedOpening(home).folder, notice: (told) => void notices.push(told) })
  handlers = modelRequests({ register, place, clicks: new Clicks(), decided: () => watch.look() })
})

describe('models', () => {
  it('are listed with those that came with the program, which decide as long as no others are promoted', async () => {
    await evaluated('one', 'proven')
    const rows = await handlers['models.list'](null)
    expect(requests['models.list'].result.safeParse(rows).error).toBeUndefined()
    expect(rows.map(({ candidateId, status, shipped }) => [candidateId, status, shipped])).toEqual([['one', 'trained', false], ['perp-ev-shipped', 'promoted', true], ['perp-ev-v1-shipped', 'promoted', true]])
    expect(rows.find(({ strategyId }) => strategyId === 'perp-ev-v1')).toMatchObject({ learner: 'linear', dataFrom: 1_672_531_200_000, dataTo: 1_698_796_800_000, modelIds: { long: 'real-linear-long' } })
  })

  it('that are promoted answer at once, as their files say, and the trading account names them in its books', async () => {
    await evaluated('one', 'proven')
    expect(await promote('one', null)).toEqual({ accepted: true })
    expect(account.of('models-chosen')).toMatchObject([{ strategyId: 'perp-ev', models: pairOf('one'), by: 'window' }])
    expect(await runtime.score('one-long', [{ instrumentId: 'BTCUSDT', asOf: 0 as TimeMs, values: new Float64Array(config.featureSet.length) }])).toEqual([[0.5, 0.5, 3, 60, 10]])
    expect(await statusOf('perp-ev-shipped')).toBe('trained')
    expect(await statusOf('perp-ev-v1-shipped')).toBe('promoted')
  })

  it('that are not proven take a typed reason, which is kept', async () => {
    await evaluated('one', 'not-proven')
    const ask = (reason: string | null) => promote('one', reason)
    expect(await ask(null)).toEqual({ accepted: false, reason: { code: 'model-not-proven', values: {} } })
    expect(await ask('because')).toEqual({ accepted: false, reason: { code: 'reason-too-short', values: { least: 10 } } })
    expect(decides()).toBeUndefined()
    expect(await ask(REASON)).toEqual({ accepted: true })
    expect(decides()).toEqual(pairOf('one'))
    expect((await handlers['models.list'](null))[0]!.history.at(-1)).toMatchObject({ status: 'promoted', by: 'window', reason: REASON, override: true })
    expect(await ask(REASON)).toMatchObject({ accepted: false, reason: { code: 'model-already-so' } })
  })

  it('that are archived or gone back from leave it to those before them, and at last to the strategy’s own', async () => {
    for (const id of ['one', 'two', 'three']) {
      await evaluated(id, 'proven')
      await promote(id, null)
    }
    expect(await handlers['models.rollback']({ ...click(), strategyId: 'perp-ev', reason: null })).toEqual({ accepted: true })
    expect(decides()).toEqual(pairOf('two'))
    expect(await handlers['models.move']({ ...click(), candidateId: 'two', status: 'archived', reason: 'lost too much' })).toEqual({ accepted: true })
    expect(decides()).toEqual(config.models)
    expect([await statusOf('two'), await statusOf('perp-ev-shipped')]).toEqual(['archived', 'promoted'])
  })

  it('can be marked as a shadow, which changes nobody who decides', async () => {
    await evaluated('one', 'not-proven')
    expect(await handlers['models.move']({ ...click(), candidateId: 'one', status: 'shadow', reason: null })).toEqual({ accepted: true })
    expect([await statusOf('one'), decides()]).toEqual(['shadow', undefined])
  })

  it.each<[string, () => Promise<unknown>, string]>([
    ['that are not there', () => Promise.resolve(), 'model-unknown'],
    ['of other barriers', () => evaluated('one', 'proven', { labelSpecHash: 'others' }), 'model-unfit'],
    ['of other features', () => evaluated('one', 'proven', { featureSetHash: 'others' }), 'model-unfit'],
    ['whose file was altered', async () => (await evaluated('one', 'proven'), writeFileSync(join(home, 'models', 'one-short', 'model.onnx'), 'another')), 'model-refused'],
    ['whose files are gone', async () => (await evaluated('one', 'proven'), rmSync(join(home, 'models'), { recursive: true })), 'model-refused'],
  ])('%s are not promoted, and nothing is changed', async (_, make, code) => {
    await make()
    expect(await promote('one', REASON)).toMatchObject({ accepted: false, reason: { code } })
    expect((await register.list()).map(({ status }) => status)).not.toContain('promoted')
    expect(account.of('models-chosen')).toEqual([])
  })

  it('are none where nothing was ever written, and nothing is', async () => {
    const empty = temporaryFolder()
    const place = { root: '.', home: join(empty, 'new') }
    const none = modelRequests({ register: new SqliteModelRegistry(recordedOpening(place.home), new ManualClock()), place, clicks: new Clicks(), decided: () => Promise.resolve() })
    expect((await none['models.list'](null)).map(({ shipped }) => shipped)).toEqual([true, true])
    expect(await none['models.rollback']({ ...click(), strategyId: 'perp-ev', reason: null })).toMatchObject({ accepted: false, reason: { code: 'nothing-promoted' } })
    expect(await none['models.move']({ ...click(), candidateId: 'one', status: 'archived', reason: null })).toMatchObject({ accepted: false, reason: { code: 'model-unknown' } })
    expect(readdirSync(empty)).toEqual([])
  })

  it('that came with the program stay as they are, and one click does one thing', async () => {
    expect(await handlers['models.move']({ ...click(), candidateId: 'perp-ev-shipped', status: 'archived', reason: null })).toMatchObject({ accepted: false, reason: { code: 'model-shipped' } })
    expect(await handlers['models.rollback']({ ...click(), strategyId: 'perp-ev', reason: null })).toMatchObject({ accepted: false, reason: { code: 'nothing-promoted' } })
    await evaluated('one', 'proven')
    const one = { ...click(), candidateId: 'one', status: 'promoted', reason: null } as const
    expect(await Promise.all([handlers['models.move'](one), handlers['models.move'](one)])).toEqual([{ accepted: true }, { accepted: true }])
    expect((await register.list())[0]!.history).toHaveLength(2)
  })
})

describe('what another process promotes', () => {
  it('answers from then on', async () => {
    await evaluated('one', 'proven')
    await watch.look()
    await new SqliteModelRegistry(recordedOpening(home), new ManualClock()).move('one', 'promoted', { by: 'command', reason: null, override: false })
    watch.tick()
    await expect.poll(decides).toEqual(pairOf('one'))
    expect(account.of('models-chosen')).toMatchObject([{ models: pairOf('one'), by: 'command' }])
  })

  it('is looked for only where something was written', async () => {
    let asked = 0
    const counting = { promoted: () => Promise.resolve(void asked++ as unknown as null) }
    const idle = new ModelWatch({ models: modeModels(account.engine, runtime, () => Promise.resolve()), register: counting, sound: () => Promise.resolve(), folder: recordedOpening(home).folder, notice: () => {} })
    await idle.look()
    for (let tick = 0; tick < 3; tick++) idle.tick()
    await evaluated('one', 'proven')
    idle.tick()
    await idle.look()
    expect(asked).toBe(3)
  })

  it.each([
    ['gone', (folder: string) => rmSync(folder, { recursive: true })],
    ['other ones than those that were judged', (folder: string) => writeFileSync(join(folder, 'artifact.json'), `${readFileSync(join(folder, 'artifact.json'), 'utf8')} `)],
  ])('and whose files are %s, leaves nobody to answer: others were not promoted', async (_, alter) => {
    await evaluated('one', 'proven')
    await register.move('one', 'promoted', { by: 'command', reason: null, override: false })
    alter(join(home, 'models', 'one-long'))
    await watch.look()
    await watch.look()
    expect(account.of('models-chosen')).toMatchObject([{ models: null }])
    expect(notices).toMatchObject([{ code: 'models-unusable', values: { strategy: 'perp-ev', detail: expect.stringContaining('one-long') as string } }])
    expect(await promotedNow([config], runtime, { place: { root: '.', home }, clock: new ManualClock() }), 'at the next start').toEqual([{ strategyId: 'perp-ev', models: null, by: 'register' }])
  })
})

it('a register that was altered promotes nobody', async () => {
  await evaluated('one', 'not-proven')
  await register.move('one', 'promoted', { by: 'command', reason: REASON, override: true })
  tamper(recordedOpening(home).folder, "UPDATE link SET payload = replace(payload, 'not-proven', 'proven')")
  await watch.look()
  expect(account.of('models-chosen')).toMatchObject([{ models: null }])
  expect(notices).toMatchObject([{ values: { detail: expect.stringMatching(/altered from link 1 on.*haetae trials verify/) as string } }])
  expect(await promotedNow([config], runtime, { place: { root: '.', home }, clock: new ManualClock() })).toMatchObject([{ models: null }])
})

it('a doctor tells which models are promoted, and fails where their files are not those that were judged', async () => {
  const id = 'm-0123456789ab'
  await evaluated(id, 'proven')
  await promote(id, null)
  expect((await haetae(['doctor'], { home })).out).toMatch(/^ok {5}models: .*m-0123456789ab is promoted for perp-ev, and whole/m)
  writeFileSync(join(home, 'models', `${id}-short`, 'model.onnx'), 'something else')
  expect((await haetae(['doctor'], { home })).out).toMatch(/^failed models: The model m-0123456789ab-short is refused \(altered\).*haetae promote m-0123456789ab --archive/m)
})

it('a register whose promotions were taken out of it brings nobody back', async () => {
  await evaluated('one', 'proven')
  await promote('one', null)
  expect(decides()).toEqual(pairOf('one'))
  tamper(recordedOpening(home).folder, "DELETE FROM link WHERE kind = 'model-moved'")
  await watch.look()
  expect(decides()).toBeNull()
  expect(notices).toMatchObject([{ code: 'models-unusable', values: { detail: expect.stringContaining('altered from link 2 on') as string } }])
  expect(await promotedNow([config], runtime, { place: { root: '.', home }, clock: new ManualClock() })).toMatchObject([{ models: null }])
})

it('a pair that was judged on some instruments is chosen for these', async () => {
  await evaluated('one', 'proven', { instruments: ['BTCUSDT', 'LTCUSDT'] })
  await promote('one', null)
  expect(account.of('models-chosen')).toMatchObject([{ models: pairOf('one'), instruments: ['BTCUSDT', 'LTCUSDT'] }])
})
