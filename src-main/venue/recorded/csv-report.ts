import type { TimeMs } from '../../../src-shared/domain/units.ts'

/** Why a row was not taken. docs/import.md explains each. */
export type RowRefusal =
  | 'column-count' | 'not-a-number' | 'too-many-decimals' | 'out-of-range' | 'not-positive' | 'high-too-low' | 'low-too-high'
  | 'off-grid' | 'out-of-order' | 'duplicate' | 'conflict' | 'before-first-rules' | 'not-closed' | 'line-too-long' | 'unknown-symbol'

export interface RefusedRow {
  /** The header is line 1. */
  readonly line: number
  readonly reason: RowRefusal
  /** At most 200 characters of it. */
  readonly text: string
}

/** Times without data between two accepted rows: from ≤ t < to, `missing` rows of them. */
export interface Gap {
  readonly from: TimeMs
  readonly to: TimeMs
  readonly missing: number
}

/** Why a file could not be read to its end. Rows before `line` were taken. */
export interface FileProblem {
  readonly code: 'missing' | 'empty' | 'unknown-header' | 'unreadable'
  readonly line: number
  readonly detail: string
}

export type CsvKind = 'candles' | 'funding' | 'open-interest'

export interface CsvReport {
  /** Null when the header was not understood. */
  readonly kind: CsvKind | null
  readonly problem: FileProblem | null
  /** Rows read, without the header: accepted and refused together. */
  readonly rows: number
  readonly accepted: number
  /** The first 100. */
  readonly refused: readonly RefusedRow[]
  /** All of them. */
  readonly refusedByReason: Readonly<Partial<Record<RowRefusal, number>>>
  /** Rows equal to the row before. They are among the refused, and harmless. */
  readonly duplicates: number
  /** The first 1,000. */
  readonly gaps: readonly Gap[]
  readonly gapCount: number
  readonly missing: number
  readonly zeroVolume: number
  /** Open time of a candle, or time of a settlement. Null without rows. */
  readonly firstOpenTime: TimeMs | null
  readonly lastOpenTime: TimeMs | null
  /** Rows of which a number was taken without its float noise; absent when there are none. */
  readonly repaired?: number
  /** Somebody stopped it before the end of the file. What was accepted was kept. */
  readonly cancelled?: true
}

const REFUSED_KEPT = 100
const GAPS_KEPT = 1_000
const TEXT_KEPT = 200

/** Counts what happens to the rows of one file. Its size does not grow with the file. */
export class CsvTally {
  #accepted = 0
  #rows = 0
  #gapCount = 0
  #missing = 0
  #zeroVolume = 0
  #repaired = 0
  #first: TimeMs | null = null
  #last: TimeMs | null = null
  readonly #refused: RefusedRow[] = []
  readonly #byReason: Partial<Record<RowRefusal, number>> = {}
  readonly #gaps: Gap[] = []

  /** A panel's symbols each begin anew, so times need not ascend. */
  accept(time: TimeMs, { zeroVolume, repaired }: { readonly zeroVolume: boolean; readonly repaired: boolean }): void {
    this.#rows++
    this.#accepted++
    if (this.#first === null || time < this.#first) this.#first = time
    if (this.#last === null || time > this.#last) this.#last = time
    if (zeroVolume) this.#zeroVolume++
    if (repaired) this.#repaired++
  }

  refuse(line: number, reason: RowRefusal, text: string): void {
    this.#rows++
    this.#byReason[reason] = (this.#byReason[reason] ?? 0) + 1
    if (this.#refused.length < REFUSED_KEPT) this.#refused.push({ line, reason, text: text.slice(0, TEXT_KEPT) })
  }

  gap(gap: Gap): void {
    this.#gapCount++
    this.#missing += gap.missing
    if (this.#gaps.length < GAPS_KEPT) this.#gaps.push(gap)
  }

  report(kind: CsvKind | null, problem: FileProblem | null, cancelled: boolean): CsvReport {
    return {
      kind,
      problem,
      rows: this.#rows,
      accepted: this.#accepted,
      refused: [...this.#refused],
      refusedByReason: { ...this.#byReason },
      duplicates: this.#byReason.duplicate ?? 0,
      gaps: [...this.#gaps],
      gapCount: this.#gapCount,
      missing: this.#missing,
      zeroVolume: this.#zeroVolume,
      firstOpenTime: this.#first,
      lastOpenTime: this.#last,
      ...(this.#repaired > 0 ? { repaired: this.#repaired } : {}),
      ...(cancelled ? { cancelled } : {}),
    }
  }
}
