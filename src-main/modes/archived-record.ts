import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { ArchiveSpan, MarketArchive } from '../market-data/candle-archive.port.ts'

/** Imported market data, back-tests and replays live here unless told otherwise. */
export const RECORDED_ACCOUNT = 'sim:replay:1'

/** An instrument that was asked for is not in the archive. */
export class UnknownInstrument extends Error {
  override readonly name = 'UnknownInstrument'
  readonly instrumentId: string
  /** Those that are there. */
  readonly known: readonly string[]

  constructor(instrumentId: string, known: readonly string[]) {
    super(`${instrumentId} is not in the archive (it has ${known.join(', ') || 'nothing'}): import it first`)
    this.instrumentId = instrumentId
    this.known = known
  }
}

/** The instruments asked for, as the archive knows them. Rejects with UnknownInstrument. */
export async function archivedInstruments(archive: Pick<MarketArchive, 'instruments'>, names: readonly string[]): Promise<readonly Instrument[]> {
  const known = await archive.instruments()
  return names.map((name) => {
    const instrument = known.find(({ instrumentId }) => instrumentId === name)
    if (!instrument) throw new UnknownInstrument(name, known.map(({ instrumentId }) => instrumentId))
    return instrument
  })
}

/** The first moment not before `from` at which one of the instruments has a candle. */
export function firstTime(spans: readonly ArchiveSpan[], names: readonly string[], from: number): TimeMs {
  const first = Math.min(...spans.filter(({ instrumentId }) => names.includes(instrumentId)).map(({ firstOpenTime }) => firstOpenTime))
  return (Number.isFinite(first) ? Math.max(from, first) : from) as TimeMs
}

/** The last moment not after `to` at which a candle of one of the instruments closes. */
export function lastTime(spans: readonly ArchiveSpan[], names: readonly string[], to: number): TimeMs {
  const last = Math.max(...spans.filter(({ instrumentId }) => names.includes(instrumentId)).map(({ lastOpenTime, intervalMs }) => lastOpenTime + intervalMs))
  return (Number.isFinite(last) ? Math.min(to, last) : to) as TimeMs
}
