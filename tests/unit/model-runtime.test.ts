import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { dataHash } from '../../src-main/base/text-hash.ts'
import { featureSetHash } from '../../src-main/features/catalogue.ts'
import { linearExplanation } from '../../src-main/model-runtime/linear-explanation.ts'
import type { ModelWanted } from '../../src-main/inference/model-runtime.port.ts'
import { ModelRefusal } from '../../src-main/model-runtime/model-refusal.ts'
import { OnnxRuntime, SESSION_OPTIONS } from '../../src-main/model-runtime/onnx-runtime.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { writeTinyModel, type TinyModel } from '../support/tiny-model.ts'

const folder = mkdtempSync(join(tmpdir(), 'haetae-models-'))
afterAll(() => rmSync(folder, { recursive: true }))

const wide = Array.from({ length: 37 }, (_, i) => `feature-${i}`)
const random = new SeededRandom(7)
const weight = (): number => random.normal()
const wideModel: TinyModel = { weights: wide.map(() => [weight(), weight(), weight(), weight(), weight()] as const), bias: [0, -1, 2, 30, 15] }
const plainModel: TinyModel = { weights: [[1, 0, 10, 0, 0], [0, 1, 0, 10, -1]], bias: [0, 0, 1, 2, 3] }
const wanted = (modelId: string, changes: Partial<ModelWanted> = {}): ModelWanted => ({ modelId, direction: 'long', inputs: ['a', 'b'], featureSetHash: 'f1', labelSpecHash: 'l1', ...changes })
const write = (modelId: string, artifact: Partial<ModelWanted> = {}): void => writeTinyModel(folder, modelId, plainModel, wanted(modelId, artifact))
const vector = (...values: readonly number[]) => ({ instrumentId: 'AAA', asOf: 0 as TimeMs, values: Float64Array.from(values) })
const refusal = async (...models: readonly ModelWanted[]): Promise<ModelRefusal> => {
  const error: unknown = await OnnxRuntime.open([folder], models).catch((reason: unknown) => reason)
  if (!(error instanceof ModelRefusal)) throw new Error(`not a refusal: ${String(error)}`)
  return error
}

beforeAll(() => {
  write('plain')
  writeTinyModel(folder, 'wide', wideModel, wanted('wide', { inputs: wide }))
})

it('computes what the model file says', async () => {
  const runtime = await OnnxRuntime.open([folder], [wanted('plain')])
  expect(await runtime.score('plain', [vector(0, 0), vector(100, -100)])).toEqual([[0.5, 0.5, 1, 2, 3], [1, 0, 1001, -998, 103]])
  expect(await runtime.score('plain', [])).toEqual([])
})

it('gives a row the same bits alone, among 7 and among 256', async () => {
  const runtime = await OnnxRuntime.open([folder], [wanted('wide', { inputs: wide })])
  const rows = Array.from({ length: 256 }, () => vector(...wide.map(weight)))
  const inBatchesOf = async (size: number) => {
    const answers = []
    for (let i = 0; i < rows.length; i += size) answers.push(...(await runtime.score('wide', rows.slice(i, i + size))))
    return answers
  }
  const single = await inBatchesOf(1)
  expect(single).toHaveLength(256)
  expect(await inBatchesOf(7)).toEqual(single)
  expect(await inBatchesOf(256)).toEqual(single)
})

it('answers on a grid that hides the last bits of float32', async () => {
  const runtime = await OnnxRuntime.open([folder], [wanted('wide', { inputs: wide })])
  const answers = await runtime.score('wide', Array.from({ length: 50 }, () => vector(...wide.map(weight))))
  expect(answers.flat().filter((value) => !Number.isInteger(value * 2 ** 20))).toEqual([])
})

it('tells what a linear model is made of, as its artifact has it', async () => {
  const inputs = ['r_3', 'r_12', 'atr_pct_14', 'rsi_14', 'bb_z_20', 'vol_z_48']
  const { models, featureSet, labelSpec } = configure()
  expect(featureSet).toEqual(inputs)
  const same = { inputs, featureSetHash: featureSetHash(featureSet), labelSpecHash: dataHash(labelSpec) }
  const runtime = await OnnxRuntime.open(['models'], [{ modelId: models.long, direction: 'long', ...same }])
  const { terms, clip } = runtime.explanation(models.long)!
  expect([clip, terms.map(({ feature }) => feature)]).toEqual([4, inputs])
  // What two vectors differ by in log-odds is what their inputs add; far beyond the clip nothing is added any more.
  const odds = async (values: readonly number[]): Promise<number> => {
    const [[q = 0] = []] = await runtime.score(models.long, [vector(...values)])
    return Math.log(q / (1 - q))
  }
  const base = terms.map(({ mean }) => mean)
  for (const [index, { weight: slope, mean, deviation }] of terms.entries()) {
    for (const [steps, counted] of [[1.5, 1.5], [-2, -2], [40, clip]] as const) {
      const moved = base.with(index, mean + steps * deviation)
      expect((await odds(moved)) - (await odds(base)), `${inputs[index]} by ${steps}`).toBeCloseTo(slope * counted, 4)
    }
  }
})

it('says nothing of a model whose artifact tells nothing, or something else than it should', async () => {
  expect((await OnnxRuntime.open([folder], [wanted('plain')])).explanation('plain')).toBeUndefined()
  const parameters = { means: [0, 0], deviations: [1, 1], heads: [[1, 2, 3]] }
  expect(linearExplanation({ kind: 'linear', clip: 4, parameters }, ['a', 'b'])?.terms[1]).toEqual({ feature: 'b', weight: 3, mean: 0, deviation: 1 })
  for (const artifact of [
    { clip: 4, parameters }, { kind: 'linear', parameters }, { kind: 'linear', clip: 4 }, { kind: 'linear', clip: 4, parameters: { ...parameters, heads: [] } }, { kind: 'linear', clip: 4, parameters: { ...parameters, heads: [[1, 2]] } },
    { kind: 'linear', clip: 4, parameters: { ...parameters, means: [0, 'x'] } }, { kind: 'linear', clip: 4, parameters: { ...parameters, deviations: [1] } },
  ]) expect(linearExplanation(artifact, ['a', 'b'])).toBeUndefined()
})

const BINS = [{ upTo: 0.4, effectiveRows: 12.5, observed: 0.3, lower: 0.15 }, { upTo: 1, effectiveRows: 0, observed: 0, lower: 0 }]

it('tells the bins of a model and up to when it has seen data, where its artifact has them', async () => {
  writeTinyModel(folder, 'calibrated', plainModel, { ...wanted('calibrated'), reliability: BINS, dataUntil: 1_700_000_000_000 })
  const runtime = await OnnxRuntime.open([folder], [wanted('plain'), wanted('calibrated')])
  expect([runtime.reliability('calibrated'), runtime.dataUntil('calibrated')]).toEqual([BINS, 1_700_000_000_000])
  expect([runtime.reliability('plain'), runtime.dataUntil('plain'), runtime.reliability('nobody')]).toEqual([undefined, undefined, undefined])
})

it.each([
  ['no bins at all', { reliability: [] }], ['something else than bins', { reliability: 'good' }], ['a bin without a bound', { reliability: [{ upTo: 1, effectiveRows: 3, observed: 0.5 }] }],
  ['bins that do not reach 1', { reliability: [BINS[0]] }], ['bins that go back', { reliability: [BINS[1], BINS[0], BINS[1]] }], ['a negative count', { reliability: [{ ...BINS[1], effectiveRows: -1 }] }],
  ['a bound above what was observed', { reliability: [{ ...BINS[1], lower: 0.1 }] }], ['a share above 1', { reliability: [{ ...BINS[1], observed: 1.1 }] }], ['a time that is none', { dataUntil: 'yesterday' }],
])('refuses %s: it would trade on more than is known of it', async (_case, facts) => {
  writeTinyModel(folder, 'odd', plainModel, { ...wanted('odd'), ...facts })
  expect(await refusal(wanted('odd'))).toMatchObject({ code: 'unreadable', modelId: 'odd' })
})

it('refuses a model that tells the adverse excursion until the exit where that of the whole horizon is limited', async () => {
  writeTinyModel(folder, 'whole', plainModel, { ...wanted('whole'), adverse: 'horizon' })
  expect(await OnnxRuntime.open([folder], [wanted('whole', { adverse: 'horizon' })])).toBeInstanceOf(OnnxRuntime)
  expect(await refusal(wanted('plain', { adverse: 'horizon' }))).toMatchObject({ code: 'wrong-labels' })
})

it('knows one zero only', async () => {
  writeTinyModel(folder, 'unbiased', { ...plainModel, bias: [0, 0, 0, 0, 0] }, wanted('unbiased'))
  const runtime = await OnnxRuntime.open([folder], [wanted('unbiased')])
  const [outputs = []] = await runtime.score('unbiased', [vector(-1e-9, 1e-9)])
  expect(outputs).toEqual([0.5, 0.5, 0, 0, 0])
})

it('passes a missing feature on as missing and leaves its neighbours alone', async () => {
  const runtime = await OnnxRuntime.open([folder], [wanted('plain')])
  const [before, missing, after] = await runtime.score('plain', [vector(1, 2), vector(Number.NaN, 2), vector(1, 2)])
  expect(missing).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN])
  expect(before).toEqual(after)
  expect(before?.every(Number.isFinite)).toBe(true)
})

it('opens more while it runs, of either folder, the first one first; all or none', async () => {
  const home = temporaryFolder()
  writeTinyModel(home, 'plain', { ...plainModel, bias: [9, 9, 9, 9, 9] }, wanted('plain'))
  writeTinyModel(home, 'later', plainModel, wanted('later'))
  const runtime = await OnnxRuntime.open([folder, home], [wanted('plain')])
  const asked = runtime.score('plain', [vector(0, 0)])
  await expect(runtime.add([wanted('later'), wanted('nowhere')])).rejects.toMatchObject({ code: 'missing' })
  await expect(runtime.score('later', [vector(0, 0)])).rejects.toThrow('no model later is open')
  await runtime.add([wanted('later')])
  expect(await runtime.score('later', [vector(0, 0)])).toEqual(await runtime.score('plain', [vector(0, 0)]))
  expect(await asked).toEqual([[0.5, 0.5, 1, 2, 3]])
})

it('runs on one thread, in order, on the CPU', () => {
  expect(SESSION_OPTIONS).toEqual({ executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' })
})

it('rejects a model that was not opened and a vector of the wrong width', async () => {
  const runtime = await OnnxRuntime.open([folder], [wanted('plain')])
  await expect(runtime.score('wide', [vector(0, 0)])).rejects.toThrow('no model wide is open')
  await expect(runtime.score('plain', [vector(0, 0), vector(0, 0, 0)])).rejects.toThrow('3 features where the model takes 2')
})

it('refuses one bit of change in the model file', async () => {
  write('altered')
  const path = join(folder, 'altered', 'model.onnx')
  const file = readFileSync(path)
  const last = file.length - 40
  file[last] = (file[last] ?? 0) ^ 1
  writeFileSync(path, file)
  expect((await refusal(wanted('altered'))).code).toBe('altered')
})

it('refuses a folder that holds another model', async () => {
  write('first')
  write('second')
  writeFileSync(join(folder, 'second', 'artifact.json'), readFileSync(join(folder, 'first', 'artifact.json')))
  expect((await refusal(wanted('second'))).code).toBe('altered')
})

it.each([['there is no folder', 'nowhere'], ['the id leads out of the folder', '../plain'], ['the id is empty', '']])('refuses when %s', async (_case, modelId) => {
  expect((await refusal(wanted(modelId))).code).toBe('missing')
})

it('does not follow an id out of the folder, even to a model that would fit', async () => {
  const id = `../${basename(folder)}/escaped`
  writeTinyModel(folder, id, plainModel, wanted(id))
  expect((await refusal(wanted(id))).code).toBe('missing')
})

it('refuses when model.onnx is missing, and says what to do', async () => {
  write('half')
  rmSync(join(folder, 'half', 'model.onnx'))
  const { code, message } = await refusal(wanted('plain'), wanted('half'))
  expect(code).toBe('missing')
  expect(message).toContain('npm run models')
})

it.each([
  ['another feature-set hash', { featureSetHash: 'f2' }, 'wrong-features'],
  ['other features', { inputs: ['a', 'c'] }, 'wrong-features'],
  ['another order of features', { inputs: ['b', 'a'] }, 'wrong-features'],
  ['fewer features', { inputs: ['a'] }, 'wrong-features'],
  ['the other direction', { direction: 'short' }, 'wrong-role'],
  ['other barriers', { labelSpecHash: 'l2' }, 'wrong-labels'],
] as const)('refuses a model for %s', async (_case, change, code) => {
  expect((await refusal(wanted('plain', change))).code).toBe(code)
})

it('refuses a file that takes other columns than its artifact says', async () => {
  write('narrow', { inputs: ['a', 'b', 'c'] })
  expect((await refusal(wanted('narrow', { inputs: ['a', 'b', 'c'] }))).code).toBe('wrong-features')
})

it.each(['not json', '[]', 'null'])('refuses %s as an artifact', async (text) => {
  write('garbled')
  writeFileSync(join(folder, 'garbled', 'artifact.json'), text)
  expect((await refusal(wanted('garbled'))).code).toBe('unreadable')
})

it('refuses a file that is no model, even when its hash is as stated', async () => {
  const text = 'not a model'
  write('noise')
  writeFileSync(join(folder, 'noise', 'model.onnx'), text)
  const artifact = JSON.parse(readFileSync(join(folder, 'noise', 'artifact.json'), 'utf8')) as object
  const { createHash } = await import('node:crypto')
  writeFileSync(join(folder, 'noise', 'artifact.json'), JSON.stringify({ ...artifact, modelSha256: createHash('sha256').update(text).digest('hex') }))
  expect((await refusal(wanted('noise'))).code).toBe('unreadable')
})
