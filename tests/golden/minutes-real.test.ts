import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Candle } from '../../src-shared/domain/candle.ts'
import type { CandlePath } from '../../src-shared/domain/event.ts'
import { roundToTick, versionAt, type Instrument } from '../../src-shared/domain/instrument.ts'
import type { OrderTerms } from '../../src-shared/domain/order.ts'
import { MINUTE_MS, type Price, type Quantity, type TimeMs } from '../../src-shared/domain/units.ts'
import { BarJoiner } from '../../src-main/market-data/join-bars.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { RecordedSource } from '../../src-main/venue/recorded/recorded-source.ts'
import { SimulatedVenue } from '../../src-main/venue/simulated/simulated-venue.ts'
import { ACCOUNT, dataFolder, hasData } from '../support/recorded.ts'
import { haetae } from '../support/recording-terminal.ts'
import { approved, plainSettings } from '../support/venue-cases.ts'

const FIVE = 5 * MINUTE_MS
const folder = join(dataFolder, 'binance-usdm')
const [FROM, TO] = [0 as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs]

describe.skipIf(!hasData)(`real one-minute candles of ${dataFolder} (skipped where they are not)`, () => {
  const home = mkdtempSync(join(tmpdir(), 'haetae-minutes-'))
  const load = async (...files: readonly string[]) => expect((await haetae(['import', ...files.map((file) => join(folder, file))], { home })).code).toBe(0)
  let archive: SqliteMarketArchive
  let instruments: ReadonlyMap<string, Instrument>
  beforeAll(async () => {
    for (const name of ['ADAUSDT-5m', 'ADAUSDT-1m', 'SOLUSDT-5m', 'SOLUSDT-1m', 'BTCUSDT-1m']) await load(`2023-07/${name}.csv.gz`)
    await load('BTCUSDT-5m.csv.gz')
    for (const name of ['ENAUSDT-1m', 'XRPUSDT-1m']) await load(`2025-05/${name}.csv.gz`)
    archive = new SqliteMarketArchive({ folder: openAccountFolder(home, ACCOUNT), accountId: ACCOUNT, program: 'test' })
    instruments = new Map((await archive.instruments()).map((one) => [one.instrumentId, one]))
    for (const name of ['ENAUSDT', 'XRPUSDT']) await archive.putCandles(joined(await archive.candles(name, MINUTE_MS, FROM, TO)))
  }, 120_000)
  afterAll(() => {
    archive.close()
    rmSync(home, { recursive: true })
  })

  async function pathsOf(name: string): Promise<{ readonly paths: CandlePath[]; readonly finePaths: number }> {
    const source = await RecordedSource.open({ archive, instruments: [instruments.get(name)!], intervalMs: FIVE, from: FROM, to: TO })
    const paths: CandlePath[] = []
    for await (const events of source.events()) for (const event of events) if (event.kind === 'candle-path') paths.push(event)
    return { paths, finePaths: source.paths[0]!.finePaths }
  }

  it.each(['ADAUSDT', 'SOLUSDT', 'BTCUSDT', 'ENAUSDT', 'XRPUSDT'])('are the inside of every candle of %s that they cover', async (name) => {
    const minutes = await archive.candles(name, MINUTE_MS, FROM, TO)
    const { paths, finePaths } = await pathsOf(name)
    const [first, last] = [minutes[0]!.openTime, minutes.at(-1)!.closeTime]
    const covered = paths.filter(({ candle }) => candle.openTime >= first && candle.closeTime <= last)
    expect(covered.length).toBeGreaterThan(8_000)
    expect(finePaths).toBe(covered.length)
    expect(paths.filter(({ parts }) => parts !== undefined)).toEqual(covered)
    const flat = covered.flatMap(({ parts = [] }) => parts)
    expect(flat).toEqual(minutes.filter(({ openTime }) => openTime >= covered[0]!.time && openTime < covered.at(-1)!.candle.closeTime))
  }, 60_000)

  it('decide between stop and take-profit as looking at them one by one does, and often otherwise than the five minutes', async () => {
    const { paths } = await pathsOf('ADAUSDT')
    let otherwise = 0
    for (const [index, way] of paths.entries()) {
      if (!way.parts || way.candle.high === way.candle.low || index % 4 > 0) continue
      const side = index % 8 === 0 ? 'buy' : 'sell'
      const wish = { side, ...barriersOf(instruments.get('ADAUSDT')!, way.candle, side === 'buy' ? 1 : -1) } as const
      const [whole, fine] = [{ kind: way.kind, time: way.time, candle: way.candle }, way].map((one) => closedBy(instruments.get('ADAUSDT')!, one, wish))
      expect(whole, String(way.time)).toBe(plainly([way.candle], wish))
      expect(fine, String(way.time)).toBe(plainly(way.parts, wish))
      if (whole !== fine) otherwise++
    }
    // Both barriers lie within nearly every candle here; a coin would be otherwise in half of them.
    expect(otherwise).toBeGreaterThan(300)
  }, 60_000)
})

function joined(minutes: readonly Candle[]): Candle[] {
  const joiner = new BarJoiner(MINUTE_MS, FIVE)
  return minutes.flatMap((minute) => {
    const bar = joiner.take(minute)
    if (!bar?.isWhole) return []
    const { openTime, open, high, low, close, volume } = bar
    return [{ ...minute, intervalMs: FIVE, openTime: openTime as TimeMs, closeTime: (openTime + FIVE) as TimeMs, open: open as Price, high: high as Price, low: low as Price, close: close as Price, volume: volume as Quantity }]
  })
}

/** A third of the candle's range to either side of its open, at least a tick. */
function barriersOf(instrument: Instrument, { openTime, open, high, low }: Candle, direction: 1 | -1): { readonly stop: Price; readonly target: Price } {
  const { rules } = versionAt(instrument, openTime)
  const distance = roundToTick(rules, Math.ceil((high - low) / 3) as Price, 'up')
  return { stop: (open - direction * distance) as Price, target: (open + direction * distance) as Price }
}

interface Wish {
  readonly side: 'buy' | 'sell'
  readonly stop: Price
  readonly target: Price
}

function closedBy(instrument: Instrument, way: CandlePath, { side, stop, target }: Wish): string {
  const { instrumentId } = instrument
  const { time, candle: { open } } = way
  const venue = new SimulatedVenue(plainSettings)
  const closing = (type: OrderTerms['type'], triggerPrice: Price): OrderTerms => ({ instrumentId, side: side === 'buy' ? 'sell' : 'buy', type, triggerPrice, reduceOnly: false, closePosition: true })
  venue.market({ kind: 'instrument-listed', time, instrument })
  venue.market({ kind: 'price-marked', time, mark: { instrumentId, asOf: time, mark: open, bid: open, ask: open } })
  venue.place(approved('entry', { instrumentId, side, type: 'market', quantity: 100 as Quantity, reduceOnly: false, closePosition: false }), time)
  venue.place(approved('stop', closing('stop-market', stop)), time)
  venue.place(approved('target', closing('take-profit-market', target)), time)
  venue.advance(time)
  venue.market(way)
  const fills = venue.advance((way.candle.closeTime - 1) as TimeMs).flatMap(({ report }) => (report.kind === 'order-filled' ? [report.fill] : []))
  return fills.map(({ clientOrderId, price }) => `${clientOrderId} ${price}`).join()
}

/** Candle by candle: its open first, then the stop, then the take-profit. */
function plainly(candles: readonly Candle[], { side, stop, target }: Wish): string {
  const sign = side === 'buy' ? 1 : -1
  for (const { open, high, low } of candles) {
    const [worst, best] = side === 'buy' ? [low, high] : [high, low]
    if (sign * (open - stop) <= 0) return `stop ${open}`
    if (sign * (open - target) >= 0) return `target ${open}`
    if (sign * (worst - stop) <= 0) return `stop ${stop}`
    if (sign * (best - target) >= 0) return `target ${target}`
  }
  return ''
}
