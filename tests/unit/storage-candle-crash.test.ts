import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { SeededRandom } from '../../src-main/base/seeded-random.ts'
import { candleToRow } from '../../src-main/storage/candle-rows.ts'
import { prepareCandleStatements } from '../../src-main/storage/candle-statements.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { deedAt, DEED_INSTRUMENTS } from '../support/candle-deeds.ts'
import { Child } from '../support/storage-child.ts'
import { temporaryFolder } from '../support/storage-folder.ts'
import { openingIn } from '../support/storage-opening.ts'
import { candleAt, instrumentOf, INTERVAL } from '../support/storage-samples.ts'

// Real processes that are killed while they write and pack, and readers beside them.

const ALL = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const
const KILLS = 6
/** More than one page of rows. */
const DAYS = 40

/** Candles and corrections after so many deeds, in the plainest way. */
class Plain {
  readonly #candles = new Map<string, Map<number, Candle>>(DEED_INSTRUMENTS.map(({ instrumentId }) => [instrumentId, new Map()]))
  corrections = 0
  done = 0

  upTo(deeds: number): this {
    for (; this.done < deeds; this.done++) for (const candle of deedAt(this.done).candles) this.#put(candle)
    return this
  }

  of(instrumentId: string): readonly Candle[] {
    return [...this.#candles.get(instrumentId)!.values()].toSorted((a, b) => a.openTime - b.openTime)
  }

  #put(candle: Candle): void {
    const known = this.#candles.get(candle.instrumentId)!
    const old = known.get(candle.openTime)
    if (old && old.close !== candle.close) this.corrections++
    known.set(candle.openTime, candle)
  }
}

const sizes = (plain: Plain): readonly number[] => [...DEED_INSTRUMENTS.map(({ instrumentId }) => plain.of(instrumentId).length), plain.corrections]

it('has every candle and correction that was acknowledged, once, however often its process is killed while it writes and packs', async () => {
  const folder = temporaryFolder()
  const random = new SeededRandom(3)
  const plain = new Plain()
  for (let round = 0; round < KILLS; round++) {
    const writer = new Child(new URL('../support/storage-candle-writer.ts', import.meta.url), `${folder},${plain.done}`)
    let done = plain.done - 1
    for (const wanted = done + 2 + random.below(8); done < wanted;) done = Number(await writer.line())
    // So that it is met anywhere in its next deeds, not always at the beginning of one.
    for (let turns = random.below(10_000); turns > 0; turns--) await nextTurn()
    await writer.kill()
    for (let line = await writer.line(); line !== undefined; line = await writer.line()) done = Number(line)
    const archive = new SqliteMarketArchive(openingIn(folder), { readOnly: true })
    try {
      const found = await Promise.all(DEED_INSTRUMENTS.map(({ instrumentId }) => archive.candles(instrumentId, INTERVAL, ...ALL)))
      const corrections = await Promise.all(DEED_INSTRUMENTS.map(({ instrumentId }) => archive.correctionCount({ instrumentId, kind: 'trade', intervalMs: INTERVAL })))
      plain.upTo(done + 1)
      // The deed that it was killed in happened as a whole or not at all.
      const counts = [...found.map(({ length }) => length), corrections.reduce((sum, count) => sum + count, 0)]
      if (counts.join() !== sizes(plain).join()) plain.upTo(done + 2)
      expect(counts).toEqual(sizes(plain))
      DEED_INSTRUMENTS.forEach(({ instrumentId }, i) => expect(found[i]).toStrictEqual(plain.of(instrumentId)))
      expect((await archive.checkBlocks()).damages).toEqual([])
    } finally {
      archive.close()
    }
  }
  expect(plain.done).toBeGreaterThan(15)
  expect(plain.corrections).toBeGreaterThan(100)
}, 60_000)

it('reads every candle once, wherever another process stands that packs them', async () => {
  const folder = temporaryFolder()
  const archive = new SqliteMarketArchive(openingIn(folder))
  onTestFinished(() => archive.close())
  const instrument = instrumentOf('BTCUSDT')
  await archive.putInstruments([instrument])
  const candles = Array.from({ length: DAYS * 288 }, (_, i) => candleAt(i, 1_000 + (i % 7)))
  const database = new Database(join(folder, 'market.db'))
  const { insertRow } = prepareCandleStatements(database)
  database.transaction(() => candles.forEach((candle) => insertRow.run(candleToRow(candle, instrument, 'trade'))))()
  database.close()
  const packer = new Child(new URL('../support/storage-packer.ts', import.meta.url), `${folder},${DAYS}`)
  const [end, middle] = [(DAYS * 288 * INTERVAL) as TimeMs, DAYS * 144]
  const layouts = new Set<number>()
  const random = new SeededRandom(5)
  for (let packed = 0; packed < DAYS; packed += 2) {
    packer.tell('pack')
    // Held in the middle of whatever it does then, be it a transaction.
    for (let turns = random.below(2_000); turns > 0; turns--) await nextTurn()
    process.kill(packer.pid!, 'SIGSTOP')
    expect(await archive.candles('BTCUSDT', INTERVAL, 0 as TimeMs, end)).toStrictEqual(candles)
    const { openTime, close } = await archive.columns({ instrumentId: 'BTCUSDT', kind: 'trade', intervalMs: INTERVAL }, 0 as TimeMs, end)
    expect([Array.from(openTime), Array.from(close)]).toEqual([candles.map((candle) => candle.openTime), candles.map((candle) => candle.close)])
    expect(await archive.candlesBefore('BTCUSDT', INTERVAL, middle * INTERVAL, 1_000)).toStrictEqual(candles.slice(middle - 1_000, middle))
    layouts.add((await archive.checkBlocks()).blocks)
    process.kill(packer.pid!, 'SIGCONT')
    expect(await packer.line()).toBe('packed')
  }
  expect(layouts.size).toBeGreaterThan(5)
  expect((await archive.checkBlocks()).blocks).toBe(DAYS)
}, 60_000)
