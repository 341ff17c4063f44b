import type { CandleRow, CandleSeries } from '../../src-shared/contract/market-views.ts'
import { Bars, type Bar } from '../charts/bars.ts'
import { FormingBar } from '../charts/forming-bar.ts'
import { SpanFolder } from '../charts/span-folder.ts'

interface CandleQuery {
  readonly instrumentId: string
  readonly intervalMs: number
  readonly before: number
  readonly limit: number
}

/** What a chart looks at. `baseMs` is the interval of the candles that the engine lives on. */
export interface CandleSubject {
  readonly instrumentId: string
  readonly intervalMs: number
  readonly baseMs: number
}

/** 'failed' keeps what there was before. */
type FeedState = 'loading' | 'ready' | 'failed'

interface FeedParts {
  readonly read: (query: CandleQuery) => Promise<CandleSeries>
  /** Anything below is different now. */
  readonly changed: () => void
}

const FIRST_PAGE = 1_000
const OLDER_PAGE = 5_000
/** Later than any candle. */
const END_OF_TIME = 8_640_000_000_000_000

/** Keeps the candles of one instrument and interval as new ones close, marks come and older ones are wanted. Candles that were missed are asked for. */
export class CandleFeed {
  readonly #parts: FeedParts
  #subject: CandleSubject | undefined
  #bars = new Bars()
  #folder = new SpanFolder(1, 1)
  #marks = new FormingBar(1)
  #newest: Bar | undefined
  /** Live candles that came while the engine was being asked. */
  #waiting: Bar[] = []
  #asking: symbol | undefined
  #askingOlder: symbol | undefined
  state: FeedState = 'loading'
  problem: unknown
  priceDecimals = 2
  more = false

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  get bars(): Bars {
    return this.#bars
  }

  /** The bar that is not closed yet. */
  get forming(): Bar | undefined {
    return this.#subject && this.#marks.within(this.#subject.intervalMs, this.#folder.unfinished())
  }

  get isLoadingOlder(): boolean {
    return this.#askingOlder !== undefined
  }

  /** Begins anew, with nothing of what was. */
  open(subject: CandleSubject): void {
    this.#subject = subject
    this.#bars = new Bars()
    this.#askingOlder = undefined
    this.#waiting = []
    this.#newest = undefined
    this.#marks = new FormingBar(subject.baseMs)
    this.#folder = new SpanFolder(subject.intervalMs, subject.baseMs)
    this.more = false
    this.#ask('loading')
  }

  /** Asks again for what could not be had. */
  retry(): void {
    if (this.state === 'failed') this.#ask(this.#bars.length === 0 ? 'loading' : 'ready')
  }

  /** Closed candles of all instruments as they come, oldest first. */
  take(rows: readonly CandleRow[]): void {
    const subject = this.#subject
    const own = subject ? rows.filter(({ instrumentId, intervalMs }) => instrumentId === subject.instrumentId && intervalMs === subject.baseMs) : []
    if (!subject || own.length === 0) return
    this.#waiting.push(...own)
    if (this.#asking) return
    const first = own.find(({ openTime }) => !this.#newest || openTime > this.#newest.openTime)
    if (first && this.#newest && first.openTime > this.#newest.openTime + subject.baseMs) return this.#ask('ready')
    this.#takeWaiting()
    this.#parts.changed()
  }

  /** Answers whether the forming bar is another one now. */
  mark(asOf: number, price: number): boolean {
    return this.#newest !== undefined && this.#marks.mark(asOf, price, this.#newest)
  }

  /** One more page of the past. */
  older(limit: number = OLDER_PAGE): void {
    const subject = this.#subject
    if (!subject || !this.more || this.#askingOlder || this.#bars.length === 0 || this.state === 'failed') return
    const asking = Symbol('older')
    this.#askingOlder = asking
    this.#parts.read({ instrumentId: subject.instrumentId, intervalMs: subject.intervalMs, before: this.#bars.openTime(0), limit }).then(
      (page) => {
        if (this.#askingOlder !== asking) return
        this.#askingOlder = undefined
        this.#bars.prepend(page)
        this.more = page.more && page.openTime.length > 0
        this.#parts.changed()
      },
      (problem: unknown) => {
        if (this.#askingOlder !== asking) return
        this.#askingOlder = undefined
        this.#fail(problem)
      },
    )
    this.#parts.changed()
  }

  #ask(meanwhile: FeedState): void {
    const subject = this.#subject
    if (!subject) return
    const asking = Symbol('newest')
    this.#asking = asking
    this.state = meanwhile
    this.problem = undefined
    this.#parts.changed()
    Promise.all([this.#read(subject, subject.intervalMs, FIRST_PAGE), subject.intervalMs > subject.baseMs ? this.#read(subject, subject.baseMs, subject.intervalMs / subject.baseMs) : undefined]).then(
      ([page, base]) => {
        if (this.#asking === asking) this.#answer(subject, page, base ?? page)
      },
      (problem: unknown) => {
        if (this.#asking !== asking) return
        this.#asking = undefined
        this.#fail(problem)
      },
    )
  }

  #read({ instrumentId }: CandleSubject, intervalMs: number, limit: number): Promise<CandleSeries> {
    return this.#parts.read({ instrumentId, intervalMs, before: END_OF_TIME, limit })
  }

  /** `base` are the newest candles of the engine's own interval: those of the unfinished bar are among them. */
  #answer({ intervalMs, baseMs }: CandleSubject, page: CandleSeries, base: CandleSeries): void {
    this.#asking = undefined
    this.state = 'ready'
    this.priceDecimals = page.priceDecimals
    this.#join(page, intervalMs)
    this.#folder = new SpanFolder(intervalMs, baseMs)
    this.#newest = undefined
    this.#waiting.unshift(...barsOf(base))
    this.#takeWaiting()
    this.#parts.changed()
  }

  /** A page that does not reach back to what there is begins anew: what lies between can be scrolled to. */
  #join(page: CandleSeries, intervalMs: number): void {
    const newest = this.#bars.newest()
    const [first] = page.openTime
    if (newest && first !== undefined && first > newest.openTime + intervalMs && page.more) this.#bars = new Bars()
    const isAll = this.#bars.length === 0 || first === undefined || first <= this.#bars.openTime(0)
    this.#bars.merge(page)
    if (isAll) this.more = page.more && page.openTime.length > 0
  }

  #takeWaiting(): void {
    for (const bar of this.#waiting) {
      if (this.#newest && bar.openTime <= this.#newest.openTime) continue
      this.#newest = bar
      this.#fold(bar)
    }
    this.#waiting = []
  }

  #fold(bar: Bar): void {
    const whole = this.#folder.add(bar)
    if (whole) this.#bars.add(whole)
    this.#marks.closed(bar)
  }

  #fail(problem: unknown): void {
    this.state = 'failed'
    this.problem = problem
    this.#parts.changed()
  }
}

function barsOf(page: CandleSeries): readonly Bar[] {
  return page.openTime.map((openTime, i) => ({ openTime, open: page.open[i]!, high: page.high[i]!, low: page.low[i]!, close: page.close[i]!, volume: page.volume[i]! }))
}
