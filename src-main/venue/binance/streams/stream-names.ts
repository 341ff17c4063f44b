/** Where a stream is served. One that is asked for on another route is silent for ever, without an error. */
export type StreamRoute = 'market' | 'public'

interface Kind {
  readonly pattern: RegExp
  readonly route: StreamRoute
  /** The longest time between two messages while all is well, in ms; null for those that speak only when something happens. */
  readonly everyMs: number | null
}

/** Of a stream that speaks whenever somebody trades or quotes. */
const BUSY_MS = 8_000
const SYMBOL = '[^@!\\s"]+'
const kind = (pattern: string, route: StreamRoute, everyMs: number | null): Kind => ({ pattern: new RegExp(`^${pattern}$`, 'u'), route, everyMs })

const KINDS: readonly Kind[] = [
  kind(`${SYMBOL}@bookTicker|!bookTicker`, 'public', BUSY_MS),
  kind(`${SYMBOL}@depth(5|10|20)?(@100ms|@500ms)?`, 'public', BUSY_MS),
  kind(`${SYMBOL}@rpiDepth@500ms`, 'public', null),
  kind(`${SYMBOL}@markPrice@1s|!markPrice@arr@1s`, 'market', 1_000),
  kind(`${SYMBOL}@markPrice|!markPrice@arr`, 'market', 3_000),
  kind(`${SYMBOL}@aggTrade`, 'market', BUSY_MS),
  kind(`${SYMBOL}@kline_\\d{1,2}[mhdwM]`, 'market', BUSY_MS),
  kind('!contractInfo', 'market', null),
  kind(`${SYMBOL}@forceOrder|!forceOrder@arr`, 'market', null),
]

/** Throws RangeError for a name that is not known here: the venue would take it without a word and never send anything. */
function kindOf(name: string): Kind {
  const found = KINDS.find(({ pattern }) => pattern.test(name))
  if (!found) throw new RangeError(`${JSON.stringify(name)} is no stream that is known here`)
  return found
}

export const routeOf = (name: string): StreamRoute => kindOf(name).route

/** The longest time in which at least one of them speaks while all is well; null when none promises anything. */
export function speaksWithinMs(names: readonly string[]): number | null {
  const promised = names.flatMap((name) => kindOf(name).everyMs ?? [])
  return promised.length === 0 ? null : Math.min(...promised)
}

/** Those of them that speak steadily whatever the market does. */
export const steady = (names: readonly string[]): readonly string[] => names.filter((name) => (kindOf(name).everyMs ?? BUSY_MS) < BUSY_MS)
