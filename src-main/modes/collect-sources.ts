import { createHash } from 'node:crypto'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { DataArchive, SeriesId, SeriesSource } from '../market-data/data-archive.port.ts'
import type { BinanceEndpoint } from '../venue/binance/endpoints.ts'

interface Collected {
  readonly endpoint: BinanceEndpoint
  /** Rows of this collection that were new or other than before. */
  readonly taken: number
  readonly at: TimeMs
}

/** What a passport says of rows that came from a venue and not from a file: a source that grows with each collection. Its hash names the place and not the rows. */
export async function collectedSource(archive: DataArchive, series: SeriesId, { endpoint, taken, at }: Collected): Promise<SeriesSource> {
  const name = `binance ${endpoint.name}`
  const sha256 = createHash('sha256').update(`collected from ${name}`).digest('hex')
  const before = (await archive.sources(series)).find((source) => source.sha256 === sha256)
  const span = (await archive.series()).find(({ instrumentId, kind, intervalMs }) => instrumentId === series.instrumentId && kind === series.kind && intervalMs === series.intervalMs)
  return { ...series, name, sha256, bytes: 0, importedAt: at, taken: (before?.taken ?? 0) + taken, refused: 0, first: span?.first ?? at, last: span?.last ?? at }
}
