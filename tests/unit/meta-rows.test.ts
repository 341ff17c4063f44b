import { expect, it } from 'vitest'
import type { DataSet, SideRows } from '../../src-main/training/data-set/data-set.ts'
import { metaRows, type Asked } from '../../src-main/training/evaluation/meta-rows.ts'
import { inventedDataSet } from '../support/data-sets.ts'

// Six rows of one instrument with barriers of 2 % and 1 % and costs of .1 %: q* = .011 / .03 = .3667 without timeouts.
const numbers = (...values: readonly number[]): Float64Array => Float64Array.from(values)
const base = inventedDataSet({ rows: 6, instruments: ['AAAUSDT'] })
const side = (rows: SideRows, net: Float64Array): SideRows => ({ ...rows, net, fees: net.map(() => 0.001), slippage: net.map(() => 0), outcome: Int8Array.from(net, (one) => (one > 0 ? 1 : -1)), weight: net.map(() => 0.5) })
const data: DataSet = {
  ...base, atrShare: base.atrShare.map(() => 0.01), labelSpec: { ...base.labelSpec, takeProfitAtr: 2, stopAtr: 1 },
  long: side(base.long, numbers(0.019, -0.011, 0.019, -0.011, -0.011, -0.011)), short: side(base.short, numbers(-0.011, -0.011, 0.019, 0.019, -0.011, 0.019)),
}

/** The last five rows are tested on. */
const rows = Int32Array.of(1, 2, 3, 4, 5)
const outputs = (q: readonly number[]): readonly Float64Array[] => [Float64Array.from(q), ...Array.from({ length: 4 }, () => new Float64Array(q.length))]
const meta = (long: readonly number[], short: readonly number[], asked: Asked = { expectedValueMin: 0, margin: 0 }, of = data): ReturnType<typeof metaRows> => metaRows(of, { long: { rows, outputs: outputs(long) }, short: { rows, outputs: outputs(short) } }, asked)

it('counts by hand what a plain rule brings and what the forecasts make of it, the better side where both would do', () => {
  const [long, short] = meta([0.3, 0.5, 0.4, 0.3, 0.3], [0.3, 0.45, 0.5, 0.38, 0.3])
  expect(long).toMatchObject({ side: 'long', plain: { entries: 5, effectiveEntries: 2.5, precision: 0.2, recall: 1 }, taken: { entries: 1, effectiveEntries: 0.5, precision: 1, recall: 1 }, accepted: true })
  expect([long!.plain.net, long!.taken.net]).toEqual([expect.closeTo(-0.005, 12), expect.closeTo(0.019, 12)])
  // Row 2 went to the long side; of rows 3 and 4 one paid, of three that paid in all.
  expect(short).toMatchObject({ side: 'short', plain: { entries: 5, precision: 0.6, recall: 1 }, taken: { entries: 2, precision: 0.5, recall: 1 / 3 }, accepted: false })
  expect([short!.plain.net, short!.taken.net]).toEqual([expect.closeTo(0.007, 12), expect.closeTo(0.004, 12)])
})

it('asks for the margin over break-even, and for the least expected value', () => {
  const entries = (asked: Asked): readonly number[] => meta([0.37, 0.4, 0.45, 0.3, 0.3], [0, 0, 0, 0, 0], asked).map(({ taken }) => taken.entries)
  expect(entries({ expectedValueMin: 0, margin: 0 })).toEqual([3, 0])
  expect(entries({ expectedValueMin: 0, margin: 0.02 })).toEqual([2, 0])
  expect(entries({ expectedValueMin: 0.002, margin: 0 })).toEqual([1, 0])
})

it('accepts neither surer entries that bring less in all, nor a smaller loss, surer or not', () => {
  const [, surer] = meta([0, 0, 0, 0, 0], [0, 0.5, 0, 0, 0])
  expect(surer).toMatchObject({ plain: { entries: 5, precision: 0.6 }, taken: { entries: 1, precision: 1 }, accepted: false })
  const [smaller] = meta([0.5, 0, 0, 0, 0], [0, 0, 0, 0, 0])
  expect([smaller!.taken.net! > smaller!.plain.net! * 5, smaller!.taken.precision, smaller!.accepted]).toEqual([true, 0, false])
  const [surerButLosing] = meta([0.5, 0.5, 0.5, 0, 0], [0, 0, 0, 0, 0])
  expect(surerButLosing).toMatchObject({ plain: { precision: 0.2 }, taken: { entries: 3, precision: 1 / 3, net: expect.closeTo(-0.001, 12) }, accepted: false })
  const uneven = { ...data, long: side(base.long, numbers(0, 0.05, -0.01, -0.05, 0.001, 0.001)) }
  const [lucky] = meta([0.5, 0.5, 0, 0, 0], [0, 0, 0, 0, 0], { expectedValueMin: 0, margin: 0 }, uneven)
  expect(lucky).toMatchObject({ plain: { precision: 0.6, net: expect.closeTo(-0.0016, 12) }, taken: { precision: 0.5, net: expect.closeTo(0.02, 12) }, accepted: false })
  const [none] = meta([0, 0, 0, 0, 0], [0, 0, 0, 0, 0])
  expect(none).toMatchObject({ taken: { entries: 0, precision: null, recall: 0, net: null }, accepted: false })
})
