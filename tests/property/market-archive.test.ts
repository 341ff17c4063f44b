import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CandleKind, CandleSeriesId } from '../../src-shared/domain/candle-columns.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { candleToRow } from '../../src-main/storage/candle-rows.ts'
import { prepareCandleStatements } from '../../src-main/storage/candle-statements.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { ArchiveModel } from '../support/archive-model.ts'
import { candleOf, numbersCase, plainRows, turnoverCase, type CandleCase } from '../support/candle-cases.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { instrumentOf, versionOf } from '../support/storage-samples.ts'

/** Two that are packed by the day, one by 64 days, and one that no span holds a whole number of. */
const INTERVALS = [15 * MINUTE_MS, 5 * MINUTE_MS, 4 * HOUR_MS, 7 * MINUTE_MS]
const DAYS = 4
/** The decimals change within a day. */
const BTC = instrumentOf('BTCUSDT', [versionOf(0, 2, 3), versionOf(DAY_MS + 5 * HOUR_MS, 4, 3), versionOf(3 * DAY_MS, 3, 5)])
const ALL = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const

interface Write {
  readonly kind: CandleKind
  readonly rows: readonly CandleCase[]
}

const [calm, wild] = [numbersCase(fc.integer({ min: 99_000, max: 99_003 }), fc.nat(3)), numbersCase()]
const write: fc.Arbitrary<Write> = fc.record({ kind: fc.constantFrom<CandleKind[]>('trade', 'trade', 'mark'), intervalMs: fc.constantFrom(...INTERVALS), from: fc.nat(DAYS * DAY_MS), dense: fc.boolean(), numbers: fc.constantFrom(calm, calm, calm, calm, wild) })
  .chain(({ kind, intervalMs, from, dense, numbers }) => {
    const first = Math.floor(from / intervalMs)
    const slot = fc.record({ skip: dense ? fc.constant(1) : fc.integer({ min: -20, max: 60 }), numbers, turnover: turnoverCase })
    return fc.array(slot, { minLength: 1, maxLength: 120, size: 'max' }).map((slots) => {
      let index = first
      return { kind, rows: slots.map(({ skip, numbers: values, turnover }) => ({ candle: candleOf((index = Math.max(0, index + skip)), intervalMs, values), turnover })) }
    })
  })
const step = fc.oneof(
  { weight: 6, arbitrary: write.map((arbitrary) => ({ does: 'write' as const, ...arbitrary })) },
  { weight: 1, arbitrary: write.map((arbitrary) => ({ does: 'leave-as-rows' as const, ...arbitrary })) },
  { weight: 1, arbitrary: fc.constantFrom({ does: 'pack' as const }, { does: 'reopen' as const }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('read' as const), from: fc.nat(DAYS * DAY_MS), length: fc.nat(2 * DAY_MS), limit: fc.nat(200) }) },
)

const seriesOf = (kind: CandleKind, intervalMs: number): CandleSeriesId => ({ instrumentId: 'BTCUSDT', kind, intervalMs })
const SERIES = INTERVALS.flatMap((intervalMs) => [seriesOf('trade', intervalMs), seriesOf('mark', intervalMs)])

async function compare(archive: SqliteMarketArchive, model: ArchiveModel, span: readonly [TimeMs, TimeMs], limit: number): Promise<void> {
  for (const series of SERIES) {
    const wanted = model.plain(series, ...span)
    const columns = archive.columns(series, ...span).then(plainRows)
    if (wanted) expect(await columns).toStrictEqual(wanted)
    else await expect(columns).rejects.toThrow(/exactly/)
    expect((await archive.corrections(series)).map((one) => ({ ...one }))).toStrictEqual(model.corrections(series))
    expect(await archive.correctionCount(series)).toBe(model.corrections(series).length)
    if (series.kind === 'mark') continue
    const candles = model.rows(series, ...span).map(({ candle }) => candle)
    expect(await archive.candles('BTCUSDT', series.intervalMs, ...span)).toStrictEqual(candles)
    const before = model.rows(series, 0, span[1]).map(({ candle }) => candle)
    expect(await archive.candlesBefore('BTCUSDT', series.intervalMs, span[1], limit)).toStrictEqual(limit === 0 ? [] : before.slice(-limit))
  }
}

/** As a file of an older version has them after its schema was brought up to date. */
function leaveAsRows(folder: string, { kind, rows }: Write): void {
  const database = new Database(join(folder, 'market.db'))
  const { insertRow } = prepareCandleStatements(database)
  for (const { candle, turnover } of rows) insertRow.run(candleToRow(candle, BTC, kind, turnover))
  database.close()
}

it('is, after any order of writing, correcting, packing and reading, what a plain map would be', async () => {
  let blocks = 0
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14, size: 'max' }), async (steps) => {
    const folder = temporaryFolder()
    const model = new ArchiveModel(BTC)
    const open = (): SqliteMarketArchive => new SqliteMarketArchive(openingIn(folder), { clock: { now: () => model.now as TimeMs } })
    let archive = open()
    await archive.putInstruments([BTC])
    for (const [i, one] of steps.entries()) {
      model.now = 1_000 + i
      switch (one.does) {
        case 'write':
          expect(await archive.putCandles(one.rows.map(({ candle }) => candle), { kind: one.kind, turnover: one.rows.map(({ turnover }) => turnover) })).toEqual(model.put(one.kind, one.rows))
          break
        case 'leave-as-rows': {
          // Older versions wrote no block, so this can only be where nothing is yet.
          const intervalMs = one.rows[0]!.candle.intervalMs
          if (model.rows(seriesOf(one.kind, intervalMs), ...ALL).length > 0) break
          const rows = [...new Map(one.rows.map((row) => [row.candle.openTime, row])).values()]
          leaveAsRows(folder, { kind: one.kind, rows })
          model.put(one.kind, rows)
          break
        }
        case 'pack':
          await archive.pack()
          expect(await archive.pack()).toBe(0)
          break
        case 'reopen':
          archive.close()
          archive = open()
          break
        case 'read':
          await compare(archive, model, [one.from as TimeMs, (one.from + one.length) as TimeMs], one.limit)
      }
    }
    await compare(archive, model, ALL, 50)
    const found = await archive.checkBlocks()
    expect(found.damages).toEqual([])
    blocks += found.blocks
    archive.close()
    rmSync(folder, { recursive: true })
    // Making a failure smaller may take many minutes: it ends with what it has.
  }), { numRuns: 60, interruptAfterTimeLimit: 60_000 })
  expect(blocks).toBeGreaterThan(100)
}, 120_000)
