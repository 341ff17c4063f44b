import type { Lossless } from './lossless-json.ts'

/**
 * What a request came to. `unknown` is not failed: it may have happened at the venue, and only the venue can tell.
 * `failed` says that it surely did not happen.
 */
export type Answer<Value> =
  | { readonly outcome: 'ok'; readonly value: Value }
  | { readonly outcome: 'failed'; readonly reaction: Reaction; readonly code: number | null; readonly detail: string; readonly retryAfterMs: number | null }
  | { readonly outcome: 'unknown'; readonly code: number | null; readonly detail: string }

/** What to do about a failure. */
export type Reaction =
  /** The venue had no time for it: later it may go. */
  | 'retry-later'
  /** All requests rest until the time that came with it. */
  | 'rest'
  /** The request was wrong: sending it again as it is cannot help. */
  | 'mend'
  /** The venue's books differ from what the request supposed. */
  | 'compare-books'
  /** The clocks differ. */
  | 'set-clock'
  /** Nothing may be opened any more. */
  | 'no-entries'
  /** Nothing helps but a person. */
  | 'person'

/** What came back, or did not. */
export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** In milliseconds; null when the venue named none. */
  readonly retryAfterMs: number | null
}

export interface Refusal {
  readonly code: number
  readonly message: string
}

/** The body's `{code, msg}`; undefined when it is anything else. */
export function refusalIn(body: Lossless): Refusal | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  const { code, msg } = body as Readonly<Record<string, Lossless>>
  return typeof code === 'number' && Number.isInteger(code) && typeof msg === 'string' ? { code, message: msg } : undefined
}
