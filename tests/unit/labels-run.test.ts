import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labelsReport } from '../../src-shared/contract/learning-schemas.ts'
import type { LabelsReport, LabelsWish } from '../../src-shared/contract/learning-views.ts'
import { HOUR_MS, MINUTE_MS, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import { RunCancelled } from '../../src-main/modes/backtest-run.ts'
import { runLabels } from '../../src-main/modes/learning/labels-run.ts'
import { record, type Recording } from '../support/recorded.ts'

let recording: Recording
let wish: LabelsWish
let report: LabelsReport
const ask = (more: Partial<LabelsWish> = {}, cancelled = false, parts: number[] = []): Promise<LabelsReport> =>
  runLabels({ ...wish, ...more }, { archive: recording.archive, runId: 'labels-1', progress: (part) => void parts.push(part), cancelled: () => cancelled })

beforeAll(async () => {
  recording = await record(8, 2)
  const instruments = (await recording.archive.instruments()).map(({ instrumentId }) => instrumentId)
  wish = { strategyId: 'perp-ev', instruments, from: null, to: null, changes: { 'labelSpec.horizon': 12 }, cusum: null }
  report = await ask()
})
afterAll(() => recording.close())

describe('the labels of an archive', () => {
  it('are told for each instrument and side, and add up', () => {
    expect(labelsReport.parse(report)).toEqual(report)
    expect(report.rows.map(({ instrumentId, side }) => [instrumentId, side])).toEqual(wish.instruments.flatMap((name) => [[name, 'long'], [name, 'short']]))
    // Eight days of five minutes, less fifteen hours before the first range and the horizon at the end.
    for (const row of report.rows) {
      expect(row.rows).toBe(8 * 288 - (15 * 12 - 1) - 12 * 12)
      expect(row.takeProfit + row.stop + row.timeout).toBe(row.rows)
      expect(row.net).toBeCloseTo(row.gross - row.fees - row.slippage - row.funding, 12)
      expect(row.effectiveRows).toBeLessThan(row.rows / 10)
      expect(row.mae).toBeLessThanOrEqual(row.maeHorizon)
    }
    expect(report.rows[0]!.funding).toBeCloseTo(-report.rows[1]!.funding, 3)
    expect(report.rows[0]!.maeHorizon).toBe(report.rows[1]!.mfeHorizon)
  })

  it('have histograms of every row, in the same steps on both sides', () => {
    for (const side of ['long', 'short'] as const) {
      for (const { edges, counts } of [report.net[side], report.minutes[side]]) {
        expect(edges.length).toBe(counts.length + 1)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2 * report.rows[0]!.rows)
      }
    }
    expect(report.net.long.edges).toEqual(report.net.short.edges)
    expect(report.minutes.long.edges.at(-1)).toBe(720)
    expect(report.minutes.long.counts.at(-1)).toBeGreaterThanOrEqual(report.rows.filter(({ side }) => side === 'long').reduce((sum, { timeout }) => sum + timeout, 0))
  })

  it('have examples of each outcome with the candles around them, as they were traded', async () => {
    for (const one of report.examples) {
      const sign = one.side === 'long' ? 1 : -1
      expect([one.entryTime - one.asOf, one.horizonEnd - one.entryTime]).toEqual([0, 12 * HOUR_MS])
      expect(Math.sign(one.takeProfit - one.entry)).toBe(sign)
      if (one.outcome === 'sl') expect(sign * (one.exit - one.stop)).toBeLessThanOrEqual(1e-9 * one.entry)
      expect(one.bars.length).toBeLessThanOrEqual(60)
      expect(one.bars[0]!.time).toBeLessThan(one.entryTime)
      expect(one.bars.at(-1)!.time).toBeLessThan(one.horizonEnd)
      const inside = one.bars.filter(({ time }) => time >= one.entryTime && time < one.exitTime)
      expect(Math.max(...inside.map(({ high }) => high))).toBeGreaterThanOrEqual(Math.min(one.exit, one.entry) * (1 - 1e-9))
    }
    expect(new Set(report.examples.map(({ outcome }) => outcome)).size).toBe(3)
    const [first] = report.examples
    const [candle] = await recording.archive.candles(first!.instrumentId, 5 * MINUTE_MS, first!.entryTime as TimeMs, (first!.entryTime + 1) as TimeMs)
    const instrument = (await recording.archive.instruments()).find(({ instrumentId }) => instrumentId === first!.instrumentId)!
    expect(first!.entry).toBeCloseTo(candle!.open / 10 ** instrument.versions[0]!.priceDecimals, 9)
  })

  it('are fewer and overlap less where something had to move first', async () => {
    const moved = await ask({ cusum: 4 })
    for (const [place, row] of moved.rows.entries()) {
      expect(row.rows).toBeLessThan(report.rows[place]!.rows / 4)
      expect(row.uniqueness).toBeGreaterThan(2 * report.rows[place]!.uniqueness)
    }
    expect(moved.labelSpecHash).toBe(report.labelSpecHash)
  })

  it('are other labels, by name too, where the mark touches', async () => {
    const own = await record(8, 1)
    const { archive } = own
    const [name = ''] = wish.instruments
    const told = (): Promise<LabelsReport> => runLabels({ ...wish, instruments: [name] }, { archive, runId: 'labels-2' })
    const traded = await told()
    const candles = await archive.candles(name, 5 * MINUTE_MS, 0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs)
    // A mark that has no wicks goes less far, so it takes longer.
    await archive.putCandles(candles.map((candle) => ({ ...candle, volume: 0 as Quantity, high: Math.max(candle.open, candle.close) as Price, low: Math.min(candle.open, candle.close) as Price })), { kind: 'mark' })
    const marked = await told()
    own.close()
    expect([traded.touches, marked.touches]).toEqual(['trade', 'mark'])
    expect(marked.labelSpecHash).not.toBe(traded.labelSpecHash)
    expect(marked.rows[0]!.minutesHeld).toBeGreaterThan(traded.rows[0]!.minutesHeld)
  })

  it('are refused with what to do, and stopped when told to', async () => {
    await expect(ask({ changes: { 'labelSpec.horizon': 400 } })).rejects.toThrow(/choose a longer span, a shorter horizon$/)
    await expect(ask({ cusum: 1_000 })).rejects.toThrow(/had moved 1000 deviations.*fewer deviations/)
    await expect(ask({}, true)).rejects.toThrow(RunCancelled)
    const parts: number[] = []
    await ask({}, false, parts)
    expect(parts).toEqual([0.5, 1])
  })
})
