import { setImmediate as nextTurn } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { CandleKind } from '../../src-shared/domain/candle-columns.ts'
import { DamagedBlock, decodeBlock } from './block-codec.ts'
import { damageOf } from './candle-reader.ts'
import { spanMsOf } from './candle-spans.ts'

export interface BlocksFound {
  readonly blocks: number
  readonly candles: number
  /** One sentence for each block that is not what was written. */
  readonly damages: readonly string[]
}

interface StoredBlock {
  readonly rowid: number
  readonly instrument_id: string
  readonly series: CandleKind
  readonly interval_ms: number
  readonly start: number
  readonly candles: number
  readonly first_time: number
  readonly last_time: number
  readonly payload: Uint8Array
}

const AT_ONCE = 64

/** Reads all packed candles and repairs nothing. */
export class BlockCheck {
  readonly #page: Database.Statement<[number, number], StoredBlock>
  readonly #doubles: Database.Statement<[string, CandleKind, number, number, number], number>

  constructor(database: Database.Database) {
    this.#page = database.prepare('SELECT rowid, * FROM candle_block WHERE rowid > ? ORDER BY rowid LIMIT ?')
    this.#doubles = database.prepare<[string, CandleKind, number, number, number], number>('SELECT 1 FROM candle WHERE instrument_id = ? AND series = ? AND interval_ms = ? AND open_time >= ? AND open_time < ? LIMIT 1').pluck()
  }

  async run(): Promise<BlocksFound> {
    let [blocks, candles] = [0, 0]
    const damages: string[] = []
    for (let after = Number.MIN_SAFE_INTEGER; ;) {
      const page = this.#page.all(after, AT_ONCE)
      for (const block of page) {
        const damage = this.#damageIn(block)
        if (damage) damages.push(damage)
        candles += block.candles
      }
      blocks += page.length
      const last = page.at(-1)
      if (!last || page.length < AT_ONCE) return { blocks, candles, damages }
      after = last.rowid
      await nextTurn()
    }
  }

  #damageIn({ instrument_id, series: kind, interval_ms, start, candles, first_time, last_time, payload }: StoredBlock): string | undefined {
    const series = { instrumentId: instrument_id, kind, intervalMs: interval_ms }
    const spanMs = spanMsOf(interval_ms)
    const damaged = (why: string): string => `${damageOf(series, start)}: ${why}`
    if (spanMs === null) return damaged('candles of this interval are not packed')
    try {
      const { openTime } = decodeBlock(payload, { series, start, spanMs })
      if (openTime.length !== candles || openTime.at(0) !== first_time || openTime.at(-1) !== last_time) return damaged('it is not what is written beside it')
    } catch (error) {
      if (error instanceof DamagedBlock) return damaged(error.message)
      throw error
    }
    return this.#doubles.get(instrument_id, kind, interval_ms, start, start + spanMs) === undefined ? undefined : damaged('there are rows of the same time')
  }
}
