import type { ModelOutputs } from '../../src-shared/domain/forecast.ts'
import { judgeSide, netReturnOf, type EntryRule } from './entry-rule.ts'
import { meanOf } from './evaluate.ts'
import type { Direction, OutcomeRows } from './outcome-rows.ts'

/** Fractions of the notional, after costs and funding. */
interface ValueDecile {
  readonly expected: number
  readonly net: number
  readonly rows: number
}

/** Ten equal parts of the rows, from the lowest expected value of a side to the highest: what was expected and what came of it by the label. */
export function valueDeciles(rows: OutcomeRows, direction: Direction, outputs: readonly ModelOutputs[], rule: EntryRule): readonly ValueDecile[] {
  const expected = outputs.map((output, row) => judgeSide(rows, { row, direction }, output, rule).expected)
  const order = expected.map((_, row) => row).toSorted((first, second) => expected[first]! - expected[second]! || first - second)
  const cut = (part: number): number => Math.floor((part * order.length) / 10)
  return Array.from({ length: 10 }, (_, part) => {
    const members = order.slice(cut(part), cut(part + 1))
    return { expected: meanOf(members.map((row) => expected[row]!)), net: meanOf(members.map((row) => netReturnOf(rows, { row, direction }, rule))), rows: members.length }
  })
}
