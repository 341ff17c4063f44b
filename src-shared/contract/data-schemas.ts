import { z } from 'zod/mini'
import type { AlarmRow, BudgetView, ChannelRow, CollectView, CollectWish, FeedView, PassportRow, RecordingView, RecordRow } from './data-views.ts'
import { binanceChoice, instruments, name, text, time, told, type Schema } from './schemas.ts'

const count = z.int().check(z.nonnegative())
const maybeNumber = z.nullable(z.number())
const part = z.number().check(z.minimum(0), z.maximum(1))
const state = z.enum(['waiting', 'filling', 'fresh', 'silent'])

const DAYS_MAX = 3_000

export const collectWish: Schema<CollectWish> = z.strictObject({ venue: binanceChoice, instruments, days: z.int().check(z.minimum(1), z.maximum(DAYS_MAX)) })

const budget: Schema<BudgetView> = z.strictObject({ used: count, limit: count, share: part, closedForMs: z.number() })
const channel: Schema<ChannelRow> = z.strictObject({ instrumentId: name, channel: name, state, ageMs: maybeNumber, silentAfterMs: z.number(), messages: count, gaps: count })
const alarm: Schema<AlarmRow> = z.strictObject({ at: time, code: name, detail: text })
const recording: Schema<RecordingView> = z.strictObject({ bytes: count, bytesMax: count, messages: count, segments: count, healthy: z.boolean(), detail: text })

export const feed: Schema<FeedView> = z.strictObject({
  venue: z.enum(['production', 'demo', 'local']), phase: z.enum(['connecting', 'filling', 'fresh', 'stale', 'resting']),
  clock: z.nullable(z.strictObject({ offsetMs: z.number(), uncertaintyMs: z.number() })), budget, channels: z.array(channel), alarms: z.array(alarm), record: z.nullable(recording),
})

export const passport: Schema<PassportRow> = z.strictObject({
  instrumentId: name, kind: name, intervalMs: count, first: time, last: time, rows: count, gaps: count, missing: count, zeroVolume: count, corrections: count, hash: z.nullable(name), sources: z.array(text),
})

export const record: Schema<RecordRow> = z.strictObject({ recordId: name, venue: name, from: time, to: time, messages: count, bytes: count, segments: count, open: z.boolean() })

export const collect: Schema<CollectView> = z.strictObject({
  jobId: name, rows: count, rowsPerSecond: maybeNumber, budget: z.nullable(budget), instruments: z.array(z.strictObject({ instrumentId: name, part, told: z.nullable(told) })),
})
