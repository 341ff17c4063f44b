import type { Rate, TimeMs } from '../../../../src-shared/domain/units.ts'
import { MINUTE_MS } from '../../../../src-shared/domain/units.ts'
import type { LabSymbol, Minute, MinuteSource } from './minute-source.ts'

interface Halt {
  readonly from: number
  to: number
}

/** Minutes of another source, without what would have been traded while trading was halted. */
export class GatedMinutes implements MinuteSource {
  readonly #source: MinuteSource
  readonly #halts = new Map<number, Halt[]>()

  constructor(source: MinuteSource) {
    this.#source = source
  }

  get symbols(): readonly LabSymbol[] {
    return this.#source.symbols
  }

  halt(index: number, from: TimeMs): void {
    const halts = this.#halts.get(index) ?? []
    halts.push({ from, to: Infinity })
    this.#halts.set(index, halts)
  }

  resume(index: number, to: TimeMs): void {
    const last = this.#halts.get(index)?.at(-1)
    if (last?.to === Infinity) last.to = to
  }

  fill(index: number, minute: number, into: Minute): void {
    this.#source.fill(index, minute, into)
    for (const { from, to } of this.#halts.get(index) ?? []) leaveOut(into, from - minute * MINUTE_MS, to - minute * MINUTE_MS)
  }

  fundingRate(index: number, settlement: TimeMs): Rate | undefined {
    return this.#source.fundingRate(index, settlement)
  }
}

/** Takes away the trades of a part of a minute. */
function leaveOut(minute: Minute, from: number, to: number): void {
  let kept = 0
  for (let at = 0; at < minute.count; at++) {
    const offset = minute.offset[at]!
    if (offset >= from && offset < to) continue
    if (kept !== at) for (const column of [minute.offset, minute.price, minute.quantity, minute.isBuyerMaker, minute.bid]) column[kept] = column[at]!
    kept++
  }
  minute.count = kept
}
