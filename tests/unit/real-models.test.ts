import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { FEATURE_SET_V1 } from '../../src-main/features/catalogue.ts'
import type { OnnxRuntime } from '../../src-main/model-runtime/onnx-runtime.ts'
import { configure } from '../../src-main/modes/configuration.ts'
import { openModels } from '../../src-main/modes/open-models.ts'
import { perpEvV1 } from '../../src-main/strategies/perp-ev-v1/strategy.ts'
import { STRATEGIES } from '../../src-main/strategies/strategies.ts'
import { linearModelOnnx, type LinearModel } from '../../src-main/training/onnx-writer.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'
import type { MarketHistory } from '../../scripts/market-history.ts'
import { REAL_PLAN, realModelFiles, type RealMetrics, type RealPlan } from '../../scripts/real-models.ts'

interface Artifact {
  readonly inputs: readonly string[]
  readonly plan: unknown
  readonly dataUntil: number
  readonly clip: number
  readonly adverse: string
  readonly parameters: { readonly means: number[]; readonly deviations: number[]; readonly heads: number[][] }
  readonly reliability: readonly { readonly upTo: number; readonly effectiveRows: number; readonly lower: number }[]
  readonly modelSha256: string
}

const parse = (bytes: Uint8Array): Artifact => JSON.parse(new TextDecoder().decode(bytes)) as Artifact

describe('the strategy of every input', () => {
  it('has an id and a tag of its own, and nothing that the catalogue does not have', () => {
    expect(new Set(STRATEGIES.map(({ strategyId }) => strategyId)).size).toBe(STRATEGIES.length)
    expect(new Set(STRATEGIES.map(({ orderTag }) => orderTag)).size).toBe(STRATEGIES.length)
    expect(FEATURE_SET_V1).toEqual(expect.arrayContaining([...perpEvV1.featureSet]))
    expect(new Set(perpEvV1.featureSet).size).toBe(22)
  })

  it('is refused where it would never decide, because BTC is not among its instruments', () => {
    expect(() => configure({ strategyId: 'perp-ev-v1', instruments: ['ETHUSDT'] })).toThrow(/perp-ev-v1 needs BTCUSDT/)
    expect(configure({ strategyId: 'perp-ev-v1', instruments: ['ETHUSDT', 'BTCUSDT'] }).instruments).toEqual(['ETHUSDT', 'BTCUSDT'])
    expect(configure({ instruments: ['ETHUSDT'] }).instruments).toEqual(['ETHUSDT'])
  })

  it('has barriers, policy and limits of the first one', () => {
    const { labelSpec, policy, risk, leverage } = STRATEGIES[0]
    expect({ labelSpec, policy, risk, leverage }).toEqual({ labelSpec: perpEvV1.labelSpec, policy: perpEvV1.policy, risk: perpEvV1.risk, leverage: perpEvV1.leverage })
  })
})

describe.each(['long', 'short'] as const)('the shipped %s model of real candles', (direction) => {
  const folder = `models/${perpEvV1.models[direction]}`
  const artifact = parse(readFileSync(`${folder}/artifact.json`))
  let runtime: OnnxRuntime
  beforeAll(async () => {
    runtime = await openModels('.', configure({ strategyId: 'perp-ev-v1' }))
  })

  it('is the file its artifact describes, written from its numbers, and there are numbers only', () => {
    const onnx = readFileSync(`${folder}/model.onnx`)
    const { means, deviations, heads } = artifact.parameters
    expect(createHash('sha256').update(onnx).digest('hex')).toBe(artifact.modelSha256)
    const model: LinearModel = { scaling: { means, deviations }, clip: artifact.clip, heads: heads.map((head) => Float64Array.from(head)) as unknown as LinearModel['heads'] }
    expect(Buffer.from(linearModelOnnx(model)).equals(onnx)).toBe(true)
    expect([heads.length, ...heads.map((head) => head.length)]).toEqual([5, 23, 23, 23, 23, 23])
  })

  it('is of the present plan, and says up to when it has seen data: not a moment of the hold-out', () => {
    expect(artifact.plan).toEqual(REAL_PLAN)
    expect(artifact.dataUntil).toBeLessThanOrEqual(REAL_PLAN.parts.holdOut.from)
    expect(artifact.dataUntil).toBeGreaterThan(REAL_PLAN.parts.holdOut.from - DAY_MS)
    expect(runtime.dataUntil(perpEvV1.models[direction])).toBe(artifact.dataUntil)
  })

  it('gives its bins to who decides, and a bound below what was seen in each', () => {
    expect(runtime.reliability(perpEvV1.models[direction])).toEqual(artifact.reliability)
    expect(artifact.reliability.some(({ effectiveRows }) => effectiveRows >= 200)).toBe(true)
    expect(artifact.reliability.some(({ effectiveRows }) => effectiveRows > 0 && effectiveRows < 200)).toBe(true)
  })

  it('takes a missing input for the mean of the fit, not for 0 of its own scale', async () => {
    const { means, deviations } = artifact.parameters
    const score = async (values: readonly number[]) => (await runtime.score(perpEvV1.models[direction], [{ instrumentId: 'BTCUSDT', asOf: 0 as TimeMs, values: Float64Array.from(values) }]))[0]!
    const atMean = await score(means)
    for (const place of means.keys()) expect(await score(means.with(place, NaN))).toEqual(atMean)
    const rsi = perpEvV1.featureSet.indexOf('rsi_14')
    expect(means[rsi]! / deviations[rsi]!).toBeGreaterThan(2)
    expect(await score(means.with(rsi, 0))).not.toEqual(atMean)
  })

  it('tells in its card what came of it where it had not seen the market', () => {
    const metrics = JSON.parse(readFileSync(`${folder}/metrics.json`, 'utf8')) as RealMetrics
    const card = readFileSync(`${folder}/card.md`, 'utf8')
    expect(metrics.holdOut.effectiveRows).toBeLessThan(metrics.holdOut.rows / 20)
    for (const figure of [metrics.holdOut.q.auc.toFixed(3), metrics.holdOut.q.logLoss.toFixed(4), metrics.holdOut.q.logLossOfBaseRate.toFixed(4), String(metrics.rule.counted.trades)]) expect(card).toContain(figure)
    // More than this on real candles would be a leak, not a model.
    expect(metrics.holdOut.q.auc).toBeLessThan(0.75)
  })
})

describe('fitting on a market of two months', () => {
  const START = 20_000 * DAY_MS
  const INSTRUMENTS = ['BTCUSDT', 'ETHUSDT']
  const at = (days: number): number => START + days * DAY_MS
  // Within six hours many end at the horizon, as hardly any does within two days.
  const labelSpec = { ...REAL_PLAN.labelSpec, horizon: 6 }
  const plan: RealPlan = { ...REAL_PLAN, labelSpec, instruments: INSTRUMENTS, parts: { fit: { from: START, to: at(42) }, calibrate: { from: at(42), to: at(50) }, holdOut: { from: at(50), to: at(58) } } }
  let history: readonly MarketHistory[]
  let files: ReadonlyMap<string, Uint8Array>
  beforeAll(() => {
    history = historyOf(3)
    files = realModelFiles(plan, history)
  }, 60_000)

  function historyOf(seed: number): readonly MarketHistory[] {
    const market = new SeededMarket({ seed, startTime: START as TimeMs, instruments: 2, edge: 'trend' })
    const { candles, funding } = market.history(at(58) as TimeMs)
    const of = <Row extends { readonly instrumentId: string }>(rows: readonly Row[], id: string): Row[] => rows.filter(({ instrumentId }) => instrumentId === id)
    return market.instruments.map((instrument) => ({ instrument, candles: of(candles, instrument.instrumentId), funding: of(funding, instrument.instrumentId) }))
  }

  const artifact = (fitted: ReadonlyMap<string, Uint8Array> = files): Artifact => parse(fitted.get('real-linear-long/artifact.json')!)

  it('writes the same bytes from the same rows, and eight files', () => {
    expect([...files.keys()].toSorted()).toEqual(['long', 'short'].flatMap((side) => ['artifact.json', 'card.md', 'metrics.json', 'model.onnx'].map((name) => `real-linear-${side}/${name}`)))
    expect(realModelFiles(plan, history)).toEqual(files)
  }, 60_000)

  it('depends on nothing after the calibration: another future, the same model and the same bins', () => {
    const other = history.map(({ candles, ...rest }) => ({ ...rest, candles: candles.map((candle) => (candle.openTime < at(50) ? candle : { ...candle, high: (candle.high * 2) as typeof candle.high })) }))
    const [first, second] = [artifact(), artifact(realModelFiles(plan, other))]
    expect([second.parameters, second.reliability, second.dataUntil]).toEqual([first.parameters, first.reliability, first.dataUntil])
    expect(first.dataUntil).toBe(at(50))
  }, 60_000)

  it('fits on nothing of the calibration, its labels included', () => {
    const other = history.map(({ candles, ...rest }) => ({ ...rest, candles: candles.map((candle) => (candle.openTime < at(42) ? candle : { ...candle, high: (candle.high * 2) as typeof candle.high })) }))
    const [first, second] = [artifact(), artifact(realModelFiles(plan, other))]
    expect(second.parameters).toEqual(first.parameters)
    expect(second.reliability).not.toEqual(first.reliability)
  }, 60_000)

  it('needs BTC, whose regime is an input', () => {
    expect(() => realModelFiles(plan, history.slice(1))).toThrow(/BTCUSDT/)
  })
})
