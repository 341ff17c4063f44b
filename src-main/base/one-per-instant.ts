interface Told {
  readonly asOf: number
  readonly action: 'LONG' | 'SHORT' | 'FLAT'
  readonly reason: string
}

/** Several strategies decide on one candle, and a chart has room for one: an entry counts most, then what guards refused, then whoever was asked first. */
export const countsMore = (one: Told, than: Told): boolean => one.asOf === than.asOf && weightOf(one) > weightOf(than)

const weightOf = ({ action, reason }: Told): number => (action !== 'FLAT' ? 2 : reason === 'refused' ? 1 : 0)

/** Of decisions that ascend by time, one of each instant. */
export function onePerInstant<Row extends Told>(rows: readonly Row[]): Row[] {
  const kept: Row[] = []
  for (const row of rows) {
    const last = kept.at(-1)
    if (last?.asOf !== row.asOf) kept.push(row)
    else if (countsMore(row, last)) kept[kept.length - 1] = row
  }
  return kept
}
