import { expect, it } from 'vitest'
import { sweepHtml } from '../../src-main/reports/sweep-html.ts'
import { sweepOf } from '../support/stored-report.ts'

const tagsOf = (page: string): readonly string[] => page.match(/<[a-z!/][^>]*>/gi)!.map((tag) => tag.replaceAll(/"[^"]*"/g, '""'))

it('has every row of the sweep, and nothing from outside', () => {
  const page = sweepHtml(sweepOf('run-1'))
  expect(page).toMatch(/^<!doctype html>/)
  for (const text of ['policy.margin', 'o0.01', '2 of 2', '+0.01%', 'run-1']) expect(page).toContain(text)
  expect(page).not.toMatch(/<script|<link|<img|url\(|https?:|NaN|undefined/i)
})

it('lets no text of the sweep become markup', () => {
  const hostile = `</style><script>alert(1)</script>" onload="alert(1)`
  const report = sweepOf(hostile)
  const page = sweepHtml({ ...report, program: hostile, vary: [hostile], wish: { ...report.wish, strategyId: hostile, instruments: [hostile], changes: { [hostile]: 1 } }, rows: report.rows.map((row) => ({ ...row, orderHash: hostile })) })
  expect(tagsOf(page)).toEqual(tagsOf(sweepHtml(sweepOf('calm'))))
})
