import { CANDLES_MAX, type Requests } from '../../src-shared/contract/contract.ts'
import type { CandleRow, CandleSeries } from '../../src-shared/contract/market-views.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { DeskData } from '../engine/desk-data.port.ts'
import { BarJoiner } from '../market-data/join-bars.ts'
import { CandleFloats, InstrumentText } from './number-text.ts'

/** Archived candles that one answer reads. A longer way back takes several. */
const READ_MAX = 5 * CANDLES_MAX

interface Wanted {
  readonly query: Requests['market.candles']['params']
  readonly instrument: Instrument | undefined
  /** Of the archived candles. */
  readonly archivedMs: number
}

const NOTHING: CandleSeries = { openTime: [], open: [], high: [], low: [], close: [], volume: [], priceDecimals: 0, more: false }

/** The newest candles before a time, joined to a longer interval where that is wanted. */
export async function candleSeries(data: Pick<DeskData, 'candles'>, { query, instrument, archivedMs }: Wanted): Promise<CandleSeries> {
  if (!instrument || query.intervalMs % archivedMs !== 0 || query.intervalMs > CANDLES_MAX * archivedMs) return NOTHING
  const { rows, more } = await readRows(data, query, new CandleFloats(instrument), archivedMs)
  const newest = rows.at(-1)
  if (!newest) return NOTHING
  const text = new InstrumentText(instrument, newest.openTime as TimeMs)
  const column = (name: 'openTime' | 'open' | 'high' | 'low' | 'close' | 'volume'): readonly number[] => rows.map((row) => row[name])
  return {
    openTime: column('openTime'), open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'),
    priceDecimals: text.decimalsAt(text.nearest(newest.close)), more,
  }
}

/** Block by block back in time, until there are enough whole spans, or no older candles. */
async function readRows(data: Pick<DeskData, 'candles'>, query: Wanted['query'], floats: CandleFloats, archivedMs: number): Promise<{ readonly rows: readonly CandleRow[]; readonly more: boolean }> {
  const { instrumentId, intervalMs, before, limit } = query
  let rows: readonly CandleRow[] = []
  let end = Math.ceil(before / intervalMs) * intervalMs
  for (let read = 0; ;) {
    // One span more than wanted tells whether older ones are there.
    const asked = Math.min(CANDLES_MAX + 1, ((limit + 1 - rows.length) * intervalMs) / archivedMs)
    const block = await data.candles(instrumentId, end, asked)
    const isLast = block.length < asked
    const whole = isLast ? block : fromBoundary(block, intervalMs)
    rows = [...joined(whole.map((candle) => floats.of(candle)), archivedMs, intervalMs), ...rows]
    read += block.length
    if (isLast || rows.length > limit || (read >= READ_MAX && rows.length > 0)) return { rows: rows.slice(-limit), more: !isLast }
    end = whole[0]?.openTime ?? end
  }
}

/** Without the span at its beginning, of which the block before may hold a part. */
function fromBoundary<Row extends { readonly openTime: number }>(block: readonly Row[], intervalMs: number): readonly Row[] {
  const first = block.findIndex(({ openTime }, index) => openTime % intervalMs === 0 || (index > 0 && spanOf(openTime, intervalMs) !== spanOf(block[index - 1]!.openTime, intervalMs)))
  return block.slice(Math.max(0, first))
}

const spanOf = (time: number, intervalMs: number): number => Math.floor(time / intervalMs)

/** Longer candles. A span with a candle missing is left out, so what is shown never depends on where a record begins. */
function joined(rows: readonly CandleRow[], archivedMs: number, intervalMs: number): readonly CandleRow[] {
  if (archivedMs === intervalMs) return rows
  const joiner = new BarJoiner(archivedMs, intervalMs)
  return rows.flatMap((row) => {
    const bar = joiner.take(row)
    if (!bar?.isWhole) return []
    const { openTime, open, high, low, close, volume } = bar
    return [{ instrumentId: row.instrumentId, intervalMs, openTime, open, high, low, close, volume }]
  })
}
