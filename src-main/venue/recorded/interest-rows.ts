import type { TimeMs } from '../../../src-shared/domain/units.ts'
import type { OpenInterest } from '../../market-data/data-archive.port.ts'
import { orderOf, type Cells, type RowReader, type RowRules, type TakenRow } from './csv-cells.ts'
import type { RowRefusal } from './csv-report.ts'

const AMOUNT = /^(\d{1,20})(?:\.(\d{1,20}))?$/

/** Open interest is what was true at a moment, so the row of a time is known at that time. */
export class InterestRows implements RowReader<OpenInterest> {
  readonly #rules: RowRules
  #last: { readonly time: number; readonly row: OpenInterest } | undefined

  constructor(rules: RowRules) {
    this.#rules = rules
  }

  read(cells: Cells): TakenRow<OpenInterest> | RowRefusal {
    const { instrument: { instrumentId }, intervalMs, now } = this.#rules
    const time = cells.number('time_ms', 0)
    if (typeof time === 'string') return time
    if (time < 0 || time % intervalMs !== 0) return 'off-grid'
    if (time > now) return 'not-closed'
    const [contracts, value] = [shortest(cells.text('sum_open_interest')), shortest(cells.text('sum_open_interest_value'))]
    if (contracts === undefined || value === undefined) return 'not-a-number'
    const row = { instrumentId, intervalMs, time: time as TimeMs, contracts, value }
    const order = orderOf(time, this.#last, row)
    if (order) return order
    const from = this.#last ? this.#last.time + intervalMs : time
    this.#last = { time, row }
    return { row, time: row.time, zeroVolume: false, gap: time > from ? { from: from as TimeMs, to: row.time, missing: (time - from) / intervalMs } : null }
  }
}

/** '46508872.00000000' is '46508872': equal amounts are equal texts. */
function shortest(text: string): string | undefined {
  const match = AMOUNT.exec(text)
  if (!match) return undefined
  const [whole, fraction] = [(match[1] ?? '').replace(/^0+(?=\d)/, ''), (match[2] ?? '').replace(/0+$/, '')]
  return fraction ? `${whole}.${fraction}` : whole
}
