import { z } from 'zod/mini'
import type { Schema } from './schemas.ts'

/** What the window sends. `session` and `after` say how far it has read a topic; a new window sends '' and 0. */
export type ClientFrame =
  | { readonly kind: 'request'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly kind: 'subscribe'; readonly topic: string; readonly session: string; readonly after: number }

/**
 * What the engine sends. `reset` means: what you have is not mine, or older than I remember; begin again after `sequence`.
 * `items` are numbered one by one, the first of them as `first`.
 */
export type ServerFrame =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly reason: string }
  | { readonly kind: 'reset'; readonly topic: string; readonly session: string; readonly sequence: number }
  | { readonly kind: 'items'; readonly topic: string; readonly first: number; readonly values: readonly unknown[] }

const name = z.string().check(z.maxLength(64))

export const clientFrame: Schema<ClientFrame> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), id: z.int(), name, params: z.unknown() }),
  z.strictObject({ kind: z.literal('subscribe'), topic: name, session: name, after: z.int().check(z.nonnegative()) }),
])

export const serverFrame: Schema<ServerFrame> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: z.int(), result: z.unknown() }),
  z.strictObject({ kind: z.literal('refusal'), id: z.int(), reason: z.string() }),
  z.strictObject({ kind: z.literal('reset'), topic: name, session: name, sequence: z.int() }),
  z.strictObject({ kind: z.literal('items'), topic: name, first: z.int(), values: z.array(z.unknown()) }),
])

/** Two ends joined by a message port or a web socket. Frames are JSON values on either. */
export interface Channel {
  send(frame: ClientFrame | ServerFrame): void
  /** True while more is waiting to leave than should. */
  congested(): boolean
  listen(onFrame: (frame: unknown) => void, onClose: () => void): void
  close(): void
}
