import { describe, expect, it } from 'vitest'
import type { LogRow } from '../../src-shared/contract/views.ts'
import { spokenOf } from '../../src-renderer/app/announcements.ts'
import { rowsAfter } from '../../src-renderer/stores/rows-after.ts'
import { shownToasts, stays, TOASTS_MAX, withToast, type Toast } from '../../src-renderer/stores/toasts.ts'

const toast = (id: number, tone: Toast['tone'] = 'info', text = `fact ${id}`): Toast => ({ id, tone, text })
const row = (code: string, level: LogRow['level'] = 'info'): LogRow => ({ time: 0, level, code, values: {} })

describe('toasts', () => {
  it('are three at most, the newest; the rest is counted', () => {
    const { shown, hidden } = shownToasts([1, 2, 3, 4, 5].map((id) => toast(id)))
    expect([shown.map(({ id }) => id), hidden]).toEqual([[3, 4, 5], 2])
    expect(TOASTS_MAX).toBe(3)
  })

  it('that something is wrong stay, and are not pushed away by what went well', () => {
    expect((['ok', 'info', 'warn', 'danger'] as const).map((tone) => stays({ tone }))).toEqual([false, false, true, true])
    const { shown } = shownToasts([toast(1, 'danger'), toast(2), toast(3), toast(4), toast(5, 'ok')])
    expect(shown.map(({ id }) => id)).toEqual([1, 4, 5])
  })

  it('say the same fact once, and do not pile up without end', () => {
    expect(withToast([toast(1, 'danger', 'a'), toast(2, 'danger', 'b')], toast(3, 'danger', 'a')).map(({ id }) => id)).toEqual([2, 3])
    const many = Array.from({ length: 200 }, (_, id) => toast(id, 'danger')).reduce<readonly Toast[]>(withToast, [])
    expect(many.length).toBe(50)
    expect(many.at(-1)?.id).toBe(199)
  })
})

describe('what is read aloud', () => {
  it('is results, guards and alarms: not what is on its way', () => {
    const rows = [row('attempt-sent'), row('fill-booked'), row('order-accepted'), row('latch-set'), row('some-new-alarm', 'alarm'), row('books-agree')]
    expect(spokenOf(rows, 9).spoken.map(({ code }) => code)).toEqual(['fill-booked', 'latch-set', 'some-new-alarm'])
  })

  it('is the newest few, with the number of the others', () => {
    const { spoken, more } = spokenOf(Array.from({ length: 40 }, () => row('trade-closed')), 2)
    expect([spoken.length, more]).toEqual([2, 38])
  })
})

it('takes rows after the last one that was there, and none of another log', () => {
  const rows = [1, 2, 3, 4].map(() => ({}))
  expect(rowsAfter(rows[1], rows)).toEqual(rows.slice(2))
  expect(rowsAfter(undefined, rows)).toBe(rows)
  expect(rowsAfter({}, rows)).toEqual([])
  expect(rowsAfter(rows[3], rows)).toEqual([])
})
