import { inOrder } from '../base/in-order.ts'
import type { WriteCount } from '../market-data/candle-archive.port.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import type { Kline } from '../venue/binance/read-klines.ts'
import type { Span } from './collect-plan.ts'
import { fetchPage, SeriesWriter, type SeriesPlan } from './collect-series.ts'
import { AnswerRefused, type CollectVenue } from './collect-venue.ts'

export interface CandleParts {
  readonly venue: CollectVenue
  readonly archive: DataArchive
  /** It was taken; what is taken is written some pages later. */
  readonly onPage: (plan: SeriesPlan, page: Span, rows: number) => void
  /** Nothing more comes of this series. */
  readonly onRefused: (plan: SeriesPlan, error: AnswerRefused) => void
  /** All that comes of it is written. */
  readonly onSeries: (plan: SeriesPlan, written: WriteCount & { readonly holes: number }) => Promise<void>
}

/** Enough to keep the budget busy at a second for each answer. */
const AT_ONCE = 12

/** The pages of all series: several requests at a time, written in their order, so that what is missing of a series after a kill is its end. */
export async function collectCandles(plans: readonly SeriesPlan[], parts: CandleParts): Promise<void> {
  const tasks = plans.flatMap((plan) => plan.pages.map((page) => ({ plan, page })))
  const pipeline = new Pipeline(parts)
  try {
    for await (const fetched of inOrder(tasks, AT_ONCE, (task) => pipeline.fetch(task))) await pipeline.take(fetched)
  } finally {
    await pipeline.close()
  }
}

interface Task {
  readonly plan: SeriesPlan
  readonly page: Span
}

type Fetched = Task & ({ readonly rows: readonly Kline[] } | { readonly error: unknown })

class Pipeline {
  readonly #parts: CandleParts
  readonly #refused = new Set<SeriesPlan>()
  #open: { readonly plan: SeriesPlan; readonly writer: SeriesWriter } | undefined

  constructor(parts: CandleParts) {
    this.#parts = parts
  }

  async fetch(task: Task): Promise<Fetched> {
    const { plan, page } = task
    if (this.#refused.has(plan)) return { ...task, error: undefined }
    try {
      return { ...task, rows: await fetchPage(this.#parts.venue, plan, page) }
    } catch (error) {
      return { ...task, error }
    }
  }

  /** Rejects for what is wrong with more than one series. */
  async take(fetched: Fetched): Promise<void> {
    const { plan, page } = fetched
    if (this.#refused.has(plan)) return
    if ('error' in fetched) return this.#refuse(plan, fetched.error)
    if (this.#open?.plan !== plan) {
      await this.close()
      this.#open = { plan, writer: new SeriesWriter(this.#parts.archive, plan) }
    }
    await this.#open.writer.take(page, fetched.rows, this.#parts.venue.now)
    this.#parts.onPage(plan, page, fetched.rows.length)
  }

  /** Writes what waits. */
  async close(): Promise<void> {
    if (!this.#open) return
    const { plan, writer } = this.#open
    this.#open = undefined
    await writer.flush(this.#parts.venue.now)
    await this.#parts.onSeries(plan, { ...writer.count, holes: writer.holes })
  }

  #refuse(plan: SeriesPlan, error: unknown): void {
    if (!(error instanceof AnswerRefused)) throw error
    this.#refused.add(plan)
    this.#parts.onRefused(plan, error)
  }
}
