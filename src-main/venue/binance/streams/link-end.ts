/** Why a connection is no more. */
export interface LinkEnd {
  readonly text: string
  /** The venue wants no connection for so long. */
  readonly restMs: number | null
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Without a time named by the venue. */
const REST_MS = 120_000
/** The longest ban there is. */
const REST_MAX_MS = 3 * 86_400_000
/** Statuses that mean rest. */
const RESTS = new Set([403, 418, 429])

/** An answer that opens no socket: an error, a redirection, a proxy's page. Too many requests, a ban and the firewall mean rest, for every connection. */
export function refusalOf(status: number, headers: Headers): LinkEnd {
  const kind = text(headers['content-type'])
  const target = text(headers['location'])
  const told = target === undefined ? (kind ?? 'no content type') : `redirection to ${target}, not followed`
  const seconds = Number(text(headers['retry-after']) ?? Number.NaN)
  const restMs = RESTS.has(status) ? (Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, REST_MAX_MS) : REST_MS) : null
  return { text: `HTTP ${status}, ${told.slice(0, 200)}`, restMs }
}

const text = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'string' ? value : value?.[0])
