import * as z from 'zod/mini'
import type { VenueEvent } from '../../../src-shared/domain/event.ts'
import type { OrderTerms, Side } from '../../../src-shared/domain/order.ts'
import type { Quantity, TimeMs } from '../../../src-shared/domain/units.ts'
import type { VenueCapabilities, VenueSnapshot } from '../../../src-shared/domain/venue.ts'
import type { TimedReport } from '../timed-venue.port.ts'
import { snapshotSchema, termsSchema, timedReportSchema } from './account-schemas.ts'
import { marketEventSchema, positive, sideSchema, text, whole } from './market-schemas.ts'

/** One line each way; a longer one ends the connection. */
export const REQUEST_CHARACTERS_MAX = 8_000_000
export const REPLY_CHARACTERS_MAX = 200_000_000

/** What the engine asks of the venue between two advances. An order names its account, so that none reaches a foreign one. */
export type WireCall =
  | { readonly kind: 'market'; readonly event: VenueEvent }
  | { readonly kind: 'place'; readonly accountId: string; readonly clientOrderId: string; readonly terms: OrderTerms; readonly sentAt: TimeMs }
  | { readonly kind: 'cancel'; readonly instrumentId: string; readonly clientOrderId: string; readonly sentAt: TimeMs }
  | { readonly kind: 'trade-by-hand'; readonly instrumentId: string; readonly side: Side; readonly quantity: Quantity; readonly time: TimeMs }

export type Ask =
  | { readonly kind: 'hello'; readonly accountId: string }
  | { readonly kind: 'advance'; readonly calls: readonly WireCall[]; readonly until: TimeMs }
  | { readonly kind: 'snapshot'; readonly fillsFrom: TimeMs }
  | { readonly kind: 'stop' }

export type Request = Ask & { readonly id: number }

export interface Hello {
  readonly time: TimeMs
  readonly capabilities: VenueCapabilities
  readonly nextTime: number | null
}

export interface Advanced {
  readonly reports: readonly TimedReport[]
  /** Null when nothing is due. */
  readonly nextTime: number | null
  /** Market events that were older than the book. */
  readonly ignored: number
}

export type Reply = { readonly id: number; readonly ok: true; readonly body?: unknown } | { readonly id: number | null; readonly ok: false; readonly error: string }

const id = z.int()
const call = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('market'), event: marketEventSchema }),
  z.strictObject({ kind: z.literal('place'), accountId: text, clientOrderId: text, terms: termsSchema, sentAt: whole }),
  z.strictObject({ kind: z.literal('cancel'), instrumentId: text, clientOrderId: text, sentAt: whole }),
  z.strictObject({ kind: z.literal('trade-by-hand'), instrumentId: text, side: sideSchema, quantity: positive, time: whole }),
])

const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ id, kind: z.literal('hello'), accountId: text }),
  z.strictObject({ id, kind: z.literal('advance'), calls: z.array(call), until: whole }),
  z.strictObject({ id, kind: z.literal('snapshot'), fillsFrom: whole }),
  z.strictObject({ id, kind: z.literal('stop') }),
])

const replySchema = z.discriminatedUnion('ok', [
  z.strictObject({ id, ok: z.literal(true), body: z.optional(z.unknown()) }),
  z.strictObject({ id: z.nullable(id), ok: z.literal(false), error: z.string() }),
])

const capabilities = z.strictObject({
  restingStops: z.boolean(), clientOrderIds: z.boolean(), amend: z.boolean(), short: z.boolean(), fractional: z.boolean(), sessions: z.enum(['continuous', 'exchange-hours']),
})
const helloSchema = z.strictObject({ time: whole, capabilities, nextTime: z.nullable(whole) })
const advancedSchema = z.strictObject({ reports: z.array(timedReportSchema), nextTime: z.nullable(whole), ignored: whole })

/** What arrived is known to have the right shape; the names of its units are ours to give. All of these throw for anything else. */
export const readRequest = (line: string): Request => requestSchema.parse(JSON.parse(line)) as unknown as Request
export const readReply = (line: string): Reply => replySchema.parse(JSON.parse(line))
export const readHello = (body: unknown): Hello => helloSchema.parse(body) as unknown as Hello
export const readAdvanced = (body: unknown): Advanced => advancedSchema.parse(body) as unknown as Advanced
export const readSnapshot = (body: unknown): VenueSnapshot => snapshotSchema.parse(body) as unknown as VenueSnapshot
