import type { Instrument } from '../../../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../../../src-shared/domain/units.ts'

export interface FeedInstrument {
  /** The venue's text, which is the instrument's id too. */
  readonly symbol: string
  /** As an archive or the program describes it, with its dated rules and margin tiers; null for one that nobody knows. */
  readonly known: Instrument | null
  /** Candles that close until then are known to the receiver, and the next one is told first. Null: whichever closes next. */
  readonly candlesUntil: TimeMs | null
  /** Settlements until then are known to the receiver. Null: none, and of the past only the last one is told. */
  readonly fundingUntil: TimeMs | null
}

export interface FeedSettings {
  /** As `venueName` makes it. */
  readonly venue: string
  readonly instruments: readonly FeedInstrument[]
  /** Lengths of the candles that are told, in milliseconds. */
  readonly intervals: readonly number[]
  /** Books are kept too. */
  readonly depth: boolean
}

/** What has to be subscribed to for it. */
export function streamsOf({ instruments, intervals, depth }: Pick<FeedSettings, 'instruments' | 'intervals' | 'depth'>, nameOf: (intervalMs: number) => string): readonly string[] {
  const each = instruments.flatMap(({ symbol }) => {
    const name = symbol.toLowerCase()
    const kinds = [...intervals.map((intervalMs) => `kline_${nameOf(intervalMs)}`), 'markPrice@1s', 'aggTrade', 'bookTicker', ...(depth ? ['depth@100ms'] : [])]
    return kinds.map((kind) => `${name}@${kind}`)
  })
  return [...each, '!contractInfo']
}
