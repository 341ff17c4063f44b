import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { dataHash } from '../../src-main/base/text-hash.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { featureSetHash } from '../../src-main/features/catalogue.ts'
import { OnnxRuntime } from '../../src-main/model-runtime/onnx-runtime.ts'
import { perpEv } from '../../src-main/strategies/perp-ev/strategy.ts'
import { CLIP, linearAt, standardise } from '../../src-main/training/linear.ts'
import { sigmoid } from '../../src-main/math/elementary.ts'
import { linearModelOnnx, type LinearModel } from '../../src-main/training/onnx-writer.ts'
import { demoModelFiles, firstDayHash, SHIPPED_PLAN, type DemoMetrics, type DemoModelPlan } from '../../scripts/demo-models.ts'

interface Artifact {
  readonly modelId: string
  readonly inputs: string[]
  readonly featureSetHash: string
  readonly labelSpec: unknown
  readonly labelSpecHash: string
  readonly plan: unknown
  readonly firstDayHash: string
  readonly clip: number
  readonly parameters: { readonly means: number[]; readonly deviations: number[]; readonly heads: number[][] }
  readonly modelSha256: string
}

const folder = (direction: 'long' | 'short'): string => `models/${perpEv.models[direction]}`
const artifactOf = (direction: 'long' | 'short'): Artifact => JSON.parse(readFileSync(`${folder(direction)}/artifact.json`, 'utf8')) as Artifact

function modelOf({ parameters: { means, deviations, heads }, clip }: Artifact): LinearModel {
  return { scaling: { means, deviations }, clip, heads: heads.map((head) => Float64Array.from(head)) as unknown as LinearModel['heads'] }
}

/** By plain arithmetic in double precision. */
function expected(model: LinearModel, row: readonly number[]): number[] {
  const columns = standardise(row.map((value) => Float64Array.of(value)), model.scaling)
  return model.heads.map((head, index) => (index < 2 ? sigmoid(linearAt(columns, head, 0)) : linearAt(columns, head, 0)))
}

async function scored(onnx: Uint8Array, rows: readonly (readonly number[])[]): Promise<number[][]> {
  const session = await InferenceSession.create(onnx, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' })
  const width = rows[0]!.length
  const outputs = await session.run({ features: new Tensor('float32', Float32Array.from(rows.flat()), [rows.length, width]) })
  const data = outputs['outputs']!.data as Float32Array
  return rows.map((_, row) => Array.from(data.subarray(row * 5, row * 5 + 5)))
}

describe('the ONNX file', () => {
  const model: LinearModel = {
    scaling: { means: [10, -2], deviations: [2, 0.5] },
    clip: 4,
    heads: [Float64Array.of(0.5, 1, -1), Float64Array.of(-3, 0.25, 0), Float64Array.of(7, 1, 2), Float64Array.of(300, -10, 20), Float64Array.of(90, 5, 0)],
  }

  it('says what was worked out by hand: (12, −2.5) stands at (1, −1)', async () => {
    const [row] = await scored(linearModelOnnx(model), [[12, -2.5]])
    const hand = [1 / (1 + Math.exp(-2.5)), 1 / (1 + Math.exp(2.75)), 6, 270, 95]
    row!.forEach((value, index) => expect(value).toBeCloseTo(hand[index]!, 4))
  })

  it('takes a missing feature for the training mean, and one far away for the clip', async () => {
    const rows = await scored(linearModelOnnx(model), [[NaN, -2.5], [10, -2.5], [NaN, NaN], [Infinity, -Infinity], [18, -4], [1e30, -1e30]])
    expect(rows[0]).toEqual(rows[1])
    expect(rows[2]!.slice(2)).toEqual([7, 300, 90])
    expect(rows[3]).toEqual(rows[4])
    expect(rows[5]).toEqual(rows[4])
  })

  it('gives the same bytes each time, and others for another number', () => {
    expect(linearModelOnnx(model)).toEqual(linearModelOnnx(model))
    expect(linearModelOnnx({ ...model, clip: 5 })).not.toEqual(linearModelOnnx(model))
  })
})

describe.each(['long', 'short'] as const)('the shipped %s model', (direction) => {
  const artifact = artifactOf(direction)
  const onnx = readFileSync(`${folder(direction)}/model.onnx`)

  it('is the file its artifact describes, written from the artifact\'s own numbers', () => {
    expect(createHash('sha256').update(onnx).digest('hex')).toBe(artifact.modelSha256)
    expect(Buffer.from(linearModelOnnx(modelOf(artifact))).equals(onnx)).toBe(true)
  })

  it('fits the strategy: features, barriers, and the market and plan it says it was fitted on', () => {
    expect([artifact.inputs, artifact.featureSetHash]).toEqual([perpEv.featureSet, featureSetHash(perpEv.featureSet)])
    expect([artifact.labelSpec, artifact.labelSpecHash]).toEqual([perpEv.labelSpec, dataHash(perpEv.labelSpec)])
    expect([artifact.plan, artifact.clip]).toEqual([SHIPPED_PLAN, CLIP])
    expect(artifact.firstDayHash, 'the market has changed since the fit: npm run models').toBe(firstDayHash(SHIPPED_PLAN))
  })

  it('scores 10,000 rows as plain arithmetic does, missing and infinite values included', async () => {
    const model = modelOf(artifact)
    const random = new SeededRandom(9)
    const odd = [NaN, Infinity, -Infinity]
    const rows = Array.from({ length: 10_000 }, () => model.scaling.means.map((mean, index) => (random.below(20) === 0 ? odd[random.below(3)]! : Math.fround(mean + 2 * model.scaling.deviations[index]! * random.normal()))))
    const outputs = await scored(onnx, rows)
    let [probability, amount] = [0, 0]
    for (const [index, row] of rows.entries()) {
      const own = expected(model, row)
      own.forEach((value, output) => {
        const distance = Math.abs(value - outputs[index]![output]!)
        if (output < 2) probability = Math.max(probability, distance)
        else amount = Math.max(amount, distance / (1 + Math.abs(value)))
      })
    }
    expect(probability).toBeLessThan(1e-6)
    expect(amount).toBeLessThan(1e-4)
  })

  it('opens in the model run-time of the engine', async () => {
    const wanted = { modelId: artifact.modelId, direction, inputs: perpEv.featureSet, featureSetHash: artifact.featureSetHash, labelSpecHash: artifact.labelSpecHash }
    const runtime = await OnnxRuntime.open(['models'], [wanted])
    const [outputs] = await runtime.score(artifact.modelId, [{ instrumentId: 'BTCUSDT', asOf: 0 as TimeMs, values: Float64Array.from(artifact.parameters.means) }])
    expect(outputs![0]).toBeGreaterThan(0.3)
    expect(outputs![0]).toBeLessThan(0.4)
  })

  it('finds the planted edge and pays after costs, and without the edge keeps mostly quiet and earns nothing', () => {
    const { rule, holdOut } = JSON.parse(readFileSync(`${folder(direction)}/metrics.json`, 'utf8')) as DemoMetrics
    expect(rule.trend.share).toBeGreaterThan(0.025)
    expect(rule.trend.share).toBeLessThan(0.1)
    expect(rule.trend.netReturnPerTrade).toBeGreaterThan(0.005)
    expect(rule.none.share).toBeLessThan(rule.trend.share / 3)
    expect(rule.none.netReturnPerTrade).toBeLessThan(0.002)
    expect(holdOut.trend.q.auc).toBeGreaterThan(0.54)
    expect(Math.abs(holdOut.none.q.auc - 0.5)).toBeLessThan(0.02)
    expect(Object.values(rule.trend.tradesByInstrument).filter((trades) => trades > 20).length).toBeGreaterThanOrEqual(4)
    expect(Math.min(rule.trend.exits.takeProfit, rule.trend.exits.stop, rule.trend.exits.timeout)).toBeGreaterThan(0)
  })
})

describe('fitting', () => {
  const plan: DemoModelPlan = { ...SHIPPED_PLAN, days: 6, trainSeeds: { trend: [1], none: [2] }, holdOutSeeds: { trend: [3], none: [4] } }

  it('writes the same bytes from the same plan, and other models from other seeds', () => {
    const first = demoModelFiles(plan)
    expect([...first.keys()].toSorted()).toEqual(['long', 'short'].flatMap((side) => ['artifact.json', 'card.md', 'metrics.json', 'model.onnx'].map((name) => `demo-linear-${side}/${name}`)))
    expect(demoModelFiles(plan)).toEqual(first)
    expect(demoModelFiles({ ...plan, trainSeeds: { trend: [5], none: [6] } }).get('demo-linear-long/model.onnx')).not.toEqual(first.get('demo-linear-long/model.onnx'))
  })
})
