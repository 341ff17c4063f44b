import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Change } from '../../src-shared/domain/change.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { FeatureVector, ModelOutputs } from '../../src-shared/domain/forecast.ts'
import type { ModelRuntime } from '../../src-main/inference/model-runtime.port.ts'
import { ArchivedPolicyRun } from '../../src-main/modes/learning/policy-run.ts'
import { RememberedArchive } from '../../src-main/modes/learning/remembered-archive.ts'
import { backtest } from '../../src-main/modes/recorded-run.ts'
import type { ForecastTable } from '../../src-main/training/policy-run.port.ts'
import { ACCOUNT, record, type Recording } from '../support/recorded.ts'

const DAYS = 24
const FROM = (1_672_531_200_000 + 17 * DAY_MS) as TimeMs

let recording: Recording
let told: Awaited<ReturnType<typeof forecasts>>
beforeAll(async () => {
  recording = await record(DAYS, 3)
  told = await forecasts()
}, 60_000)
afterAll(() => recording.close())

interface Said {
  readonly features: FeatureVector
  readonly long: ModelOutputs
  readonly short: ModelOutputs
}

/** The models' answers, kept. No bins: a table has none. */
class Listening implements ModelRuntime {
  readonly said = new Map<string, { features: FeatureVector; long?: ModelOutputs; short?: ModelOutputs }>()
  readonly #runtime: ModelRuntime
  readonly #long: string

  constructor(runtime: ModelRuntime, long: string) {
    this.#runtime = runtime
    this.#long = long
  }

  async score(modelId: string, vectors: readonly FeatureVector[]): Promise<readonly ModelOutputs[]> {
    const answers = await this.#runtime.score(modelId, vectors)
    vectors.forEach((features, index) => {
      const key = `${features.instrumentId}/${features.asOf}`
      this.said.set(key, { ...this.said.get(key), features, [modelId === this.#long ? 'long' : 'short']: answers[index] })
    })
    return answers
  }
}

function tableOf(all: readonly Said[], instruments: readonly string[]): ForecastTable {
  const rows = instruments.flatMap((name) => all.filter(({ features }) => features.instrumentId === name).toSorted((a, b) => a.features.asOf - b.features.asOf))
  const columns = (of: (said: Said) => ModelOutputs): readonly Float64Array[] => [0, 1, 2, 3, 4].map((place) => Float64Array.from(rows, (said) => of(said)[place]!))
  return {
    instruments, instrumentOf: Uint16Array.from(rows, ({ features }) => instruments.indexOf(features.instrumentId)), asOf: Float64Array.from(rows, ({ features }) => features.asOf),
    long: columns(({ long }) => long), short: columns(({ short }) => short), reliability: [],
  }
}

async function forecasts(): Promise<{ readonly table: ForecastTable; readonly closed: readonly number[]; readonly netProfit: string }> {
  const run = await recording.run()
  const listening = new Listening(run.runtime, run.config.models.long)
  const closed: number[] = []
  const publish = (changes: readonly Change[]): void => changes.forEach((change) => change.kind === 'trade-closed' && closed.push((change.trade.realized + change.trade.fees + change.trade.funding) / Math.abs(change.trade.entryCost)))
  const { netProfit } = await backtest({ ...run, runtime: listening, from: FROM, publisher: { publish } })
  return { table: tableOf([...listening.said.values()] as Said[], run.config.instruments), closed, netProfit }
}

it('comes to the very trades of the back-test whose models said so, and adds up to its money', async () => {
  const { table, closed, netProfit } = told
  const { config } = await recording.run()
  const policyRun = new ArchivedPolicyRun({ archive: new RememberedArchive(recording.archive), config, accountId: ACCOUNT })
  const outcome = await policyRun.run(table, { changes: {}, label: 'told' })
  expect(closed.length).toBeGreaterThan(10)
  expect(outcome.netPerTrade).toEqual(closed)
  expect(outcome.trades).toBe(closed.length)
  const worth = outcome.net.reduce((sum, net) => sum * (1 + net), 10_000)
  expect(worth).toBeCloseTo(outcome.equity.value.at(-1)!, 6)
  expect(Math.abs(worth - 10_000 - Number(netProfit))).toBeLessThan(5)
  expect(outcome.day[0]).toBe(FROM)
  expect(outcome.day.every((day, index) => index === 0 || day === outcome.day[index - 1]! + DAY_MS)).toBe(true)
  expect(await policyRun.run(table, { changes: {}, label: 'again' })).toEqual(outcome)
})

it('counts with the bins of the time that is decided in', async () => {
  const { table } = told
  const { config } = await recording.run()
  const policyRun = new ArchivedPolicyRun({ archive: recording.archive, config, accountId: ACCOUNT })
  const sure = [{ upTo: 1, effectiveRows: 1_000, observed: 0.5, lower: 0.5 }]
  const unsure = [{ upTo: 1, effectiveRows: 10, observed: 0.1, lower: 0 }]
  const half = FROM + 3 * DAY_MS
  const run = (reliability: ForecastTable['reliability']): ReturnType<typeof policyRun.run> => policyRun.run({ ...table, reliability }, { changes: {}, label: 'bins' })
  const all = await run([])
  expect(await run([{ from: FROM, long: sure, short: sure }])).toEqual(all)
  expect((await run([{ from: FROM, long: unsure, short: unsure }])).trades).toBe(0)
  const later = await run([{ from: FROM, long: sure, short: sure }, { from: half, long: unsure, short: unsure }])
  expect(later.trades).toBeGreaterThan(0)
  expect(later.net.slice(0, 3)).toEqual(all.net.slice(0, 3))
  expect(later.trades).toBeLessThan(all.trades)
})

it('stays out where nothing is said, and heeds numbers that differ', async () => {
  const { table } = told
  const { config } = await recording.run()
  const policyRun = new ArchivedPolicyRun({ archive: recording.archive, config, accountId: ACCOUNT })
  const all = await policyRun.run(table, { changes: {}, label: 'all' })
  // Nothing for three days but one close at which nobody would enter.
  const few = table.asOf.map((_, row) => row).filter((row) => row === 0 || table.asOf[row]! >= FROM + 3 * DAY_MS)
  const kept = (column: Float64Array): Float64Array => Float64Array.from(few, (row) => column[row]!)
  const hopeless = ([q, ...rest]: readonly Float64Array[]): readonly Float64Array[] => [kept(q!).fill(0, 0, 1), ...rest.map(kept)]
  const late = { ...table, instrumentOf: Uint16Array.from(few, (row) => table.instrumentOf[row]!), asOf: kept(table.asOf), long: hopeless(table.long), short: hopeless(table.short) }
  const later = await policyRun.run(late, { changes: {}, label: 'late' })
  expect(later.trades).toBeGreaterThan(0)
  expect(later.net.slice(0, 3)).toEqual([0, 0, 0])
  expect(all.net.slice(0, 3).some((net) => net !== 0)).toBe(true)
  const careful = await policyRun.run(table, { changes: { 'policy.margin': 0.5 }, label: 'careful' })
  expect(careful.trades).toBe(0)
  expect(careful.net.every((net) => net === 0)).toBe(true)
  const dear = await policyRun.run(table, { changes: { 'venue.feeTier': 0, 'venue.slippageMultiple': 3 }, label: 'dear' })
  expect(dear.trades).toBeLessThan(all.trades)
  await expect(policyRun.run({ ...table, asOf: new Float64Array(0) }, { changes: {}, label: 'none' })).rejects.toThrow('no forecast')
  await expect(policyRun.run(table, { changes: { 'policy.nothing': 1 }, label: 'none' })).rejects.toThrow('is no parameter')
})
