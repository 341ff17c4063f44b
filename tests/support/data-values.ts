import type { ChannelRow, CollectView, FeedView, PassportRow, RecordRow } from '../../src-shared/contract/data-views.ts'
import type { JobView } from '../../src-shared/contract/workstation-views.ts'

// What the page about data shows: every state of a channel, an alarm, a record.

const INSTRUMENTS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT', 'DOGEUSDT'] as const
const CHANNELS = [['kline_5m', 4_200, 12_000], ['markPrice', 600, 5_000], ['bookTicker', 35, 5_000], ['aggTrade', 240, 60_000], ['depth', 90, 5_000]] as const

function channel(instrumentId: string, i: number, [name, ageMs, silentAfterMs]: (typeof CHANNELS)[number]): ChannelRow {
  const state = i === 3 && name === 'aggTrade' ? 'silent' : i === 4 && name === 'kline_5m' ? 'filling' : i === 4 && name === 'depth' ? 'waiting' : 'fresh'
  return { instrumentId, channel: name, state, ageMs: state === 'waiting' ? null : state === 'silent' ? 96_000 : ageMs * (i + 1), silentAfterMs, messages: state === 'waiting' ? 0 : 48_210 * (i + 1), gaps: i === 1 ? 2 : 0 }
}

export const feed: FeedView = {
  venue: 'production', phase: 'filling', clock: { offsetMs: -14, uncertaintyMs: 41 }, budget: { used: 412, limit: 2_400, share: 0.8, closedForMs: 0 },
  channels: INSTRUMENTS.flatMap((instrumentId, i) => CHANNELS.map((one) => channel(instrumentId, i, one))),
  alarms: [
    { at: 1_793_280_600_000, code: 'unreadable', detail: 'kline of XRPUSDT: k.v is a number where a text was promised' },
    { at: 1_793_280_900_000, code: 'unknown-field', detail: 'markPriceUpdate: field "zz" is not known' },
  ],
  record: { bytes: 3_412_000_000, bytesMax: 20_000_000_000, messages: 41_208_112, segments: 61, healthy: true, detail: '' },
}

/** The venue has told us to wait, and the disk is full. */
export const troubledFeed: FeedView = {
  ...feed, phase: 'resting', clock: null, budget: { used: 2_400, limit: 2_400, share: 0.8, closedForMs: 94_000 }, alarms: [],
  record: { bytes: 19_900_000_000, bytesMax: 20_000_000_000, messages: 1, segments: 1, healthy: false, detail: 'the record could not be written: ENOSPC' },
}

const DAY_MS = 86_400_000
const LAST = Date.UTC(2026, 10, 20, 14, 25)

export const passports: readonly PassportRow[] = INSTRUMENTS.flatMap((instrumentId, i) => [
  { instrumentId, kind: 'trade', intervalMs: 300_000, first: LAST - 365 * DAY_MS, last: LAST, rows: 105_120 - 17 * i, gaps: i === 2 ? 2 : 0, missing: i === 2 ? 34 : 0, zeroVolume: i, corrections: i === 1 ? 3 : 0, hash: `a${i}`.repeat(32), sources: ['binance production'] },
  { instrumentId, kind: 'mark', intervalMs: 300_000, first: LAST - 365 * DAY_MS, last: LAST, rows: 105_120, gaps: 0, missing: 0, zeroVolume: 0, corrections: 0, hash: `b${i}`.repeat(32), sources: ['binance production'] },
  { instrumentId, kind: 'funding', intervalMs: 0, first: LAST - 365 * DAY_MS, last: LAST, rows: 1_095, gaps: 0, missing: 0, zeroVolume: 0, corrections: 0, hash: `c${i}`.repeat(32), sources: [`${instrumentId}-funding.csv.gz`] },
])

export const records: readonly RecordRow[] = [
  { recordId: '2026-11-19T08-00-00-000Z', venue: 'binance-production', from: LAST - 2 * DAY_MS, to: LAST - DAY_MS, messages: 18_204_112, bytes: 1_412_000_000, segments: 25, open: false },
  { recordId: '2026-11-20T08-00-00-000Z', venue: 'binance-production', from: LAST - DAY_MS, to: LAST, messages: 23_004_000, bytes: 2_000_000_000, segments: 36, open: true },
]

export const collectJob: JobView = { jobId: 'collect-1', kind: 'collect', state: 'running', part: 0.43, secondsLeft: 210, told: null, file: null, runId: null }

export const collect: CollectView = {
  jobId: 'collect-1', rows: 412_808, rowsPerSecond: 2_904, budget: { used: 800, limit: 2_400, share: 0.5, closedForMs: 0 },
  instruments: INSTRUMENTS.map((instrumentId, i) => ({ instrumentId, part: 1 - i / 5, told: i === 4 ? { code: 'collect-halted', values: { instrument: instrumentId } } : null })),
}
