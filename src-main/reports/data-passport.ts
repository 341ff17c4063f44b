import type { FundingRate } from '../../src-shared/domain/candle.ts'
import { HOUR_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { CandleCorrection, DataArchive, KnownGap, SeriesId, SeriesSource, SeriesSpan } from '../market-data/data-archive.port.ts'
import { candlesHash, fundingHash, interestHash, tiersHash } from './content-hash.ts'

/** Times without rows between two rows: from ≤ t < to. */
interface DataGap {
  readonly from: TimeMs
  readonly to: TimeMs
  readonly missing: number
}

/** Candles in a row in which nothing was traded: from ≤ t < to. */
interface QuietRun {
  readonly from: TimeMs
  readonly to: TimeMs
  readonly rows: number
}

/** What is known of one series of data, and what of it is missing. Times are of rows: the last candle closes later. */
export interface DataPassport extends SeriesId {
  readonly rows: number
  readonly first: TimeMs
  readonly last: TimeMs
  readonly gaps: readonly DataGap[]
  readonly missing: number
  /** Candles that the venue itself does not have, as far as it was asked. */
  readonly unavailable: readonly KnownGap[]
  /** Null where rows have no volume. */
  readonly quiet: readonly QuietRun[] | null
  /** Rows that were replaced by others. */
  readonly corrected: number
  /** What each correction of a candle replaced. */
  readonly corrections: readonly CandleCorrection[]
  /** The files that rows came from, first imported first. Empty for what the program made itself. */
  readonly sources: readonly Omit<SeriesSource, keyof SeriesId>[]
  /** SHA-256 of what the rows say, however they are stored and in whatever order they came. */
  readonly contentHash: string
}

type PassportArchive = Pick<DataArchive, 'columns' | 'funding' | 'openInterest' | 'marginTiers' | 'corrections' | 'correctionCount' | 'sources' | 'knownGaps'>

const ALL = [Number.MIN_SAFE_INTEGER as TimeMs, Number.MAX_SAFE_INTEGER as TimeMs] as const

/** The passport of one series. Reads all of it. */
export async function passportOf(archive: PassportArchive, span: SeriesSpan): Promise<DataPassport> {
  const { instrumentId, kind, intervalMs } = span
  const found = await foundIn(archive, span)
  const isCandles = kind === 'trade' || kind === 'mark'
  return {
    ...span, unavailable: isCandles ? await archive.knownGaps({ instrumentId, kind, intervalMs }) : [], missing: found.gaps.reduce((sum, { missing }) => sum + missing, 0), ...found, corrected: await archive.correctionCount(span),
    corrections: isCandles ? await archive.corrections({ instrumentId, kind, intervalMs }) : [],
    sources: (await archive.sources(span)).map(({ name, sha256, bytes, importedAt, taken, refused, first, last }) => ({ name, sha256, bytes, importedAt, taken, refused, first, last })),
  }
}

function foundIn(archive: PassportArchive, { instrumentId, kind, intervalMs }: SeriesId): Promise<Found> {
  switch (kind) {
    case 'trade':
    case 'mark':
      return candlesIn(archive, { instrumentId, kind, intervalMs })
    case 'funding':
      return fundingIn(archive, instrumentId)
    case 'open-interest':
      return interestIn(archive, { instrumentId, kind, intervalMs })
    case 'margin-tiers':
      return tiersIn(archive, instrumentId)
  }
}

type Found = Pick<DataPassport, 'gaps' | 'quiet' | 'contentHash'>

async function candlesIn(archive: PassportArchive, series: SeriesId & { readonly kind: 'trade' | 'mark' }): Promise<Found> {
  const columns = await archive.columns(series, ...ALL)
  const quiet = series.kind === 'trade' ? quietRuns(columns.openTime, columns.volume, series.intervalMs) : null
  return { gaps: gapsIn(columns.openTime, series.intervalMs), quiet, contentHash: candlesHash(series, columns) }
}

async function fundingIn(archive: PassportArchive, instrumentId: string): Promise<Found> {
  const rates = await archive.funding(instrumentId, ...ALL)
  return { gaps: fundingGaps(rates), quiet: null, contentHash: fundingHash(instrumentId, rates) }
}

async function interestIn(archive: PassportArchive, { instrumentId, intervalMs }: SeriesId): Promise<Found> {
  const rows = await archive.openInterest({ instrumentId, intervalMs }, ...ALL)
  return { gaps: gapsIn(Float64Array.from(rows, ({ time }) => time), intervalMs), quiet: null, contentHash: interestHash(instrumentId, intervalMs, rows) }
}

async function tiersIn(archive: PassportArchive, instrumentId: string): Promise<Found> {
  return { gaps: [], quiet: null, contentHash: tiersHash(instrumentId, await archive.marginTiers(instrumentId)) }
}

function gapsIn(times: Float64Array, intervalMs: number): readonly DataGap[] {
  const gaps: DataGap[] = []
  for (let i = 1; i < times.length; i++) {
    const from = times[i - 1]! + intervalMs
    if (times[i]! > from) gaps.push({ from: from as TimeMs, to: times[i] as TimeMs, missing: (times[i]! - from) / intervalMs })
  }
  return gaps
}

/** Settlements come some milliseconds after the hour, and their distance may change from one to the next; what is farther apart than a row says is missing some. */
function fundingGaps(rates: readonly FundingRate[]): readonly DataGap[] {
  return rates.flatMap(({ fundingTime, intervalMs }, i) => {
    const before = rates[i - 1]?.fundingTime
    if (before === undefined) return []
    const apart = hourOf(fundingTime) - hourOf(before)
    return apart > intervalMs ? [{ from: (hourOf(before) + intervalMs) as TimeMs, to: fundingTime, missing: Math.ceil(apart / intervalMs) - 1 }] : []
  })
}

const hourOf = (time: number): number => time - (time % HOUR_MS)

function quietRuns(times: Float64Array, volumes: Float64Array, intervalMs: number): readonly QuietRun[] {
  const runs: { from: TimeMs; to: TimeMs; rows: number }[] = []
  for (let i = 0; i < times.length; i++) {
    if (volumes[i] !== 0) continue
    const last = runs.at(-1)
    const to = (times[i]! + intervalMs) as TimeMs
    if (last && last.to === times[i]) {
      last.to = to
      last.rows++
    } else runs.push({ from: times[i] as TimeMs, to, rows: 1 })
  }
  return runs
}
