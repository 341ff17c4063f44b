import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exact, exportLines, type Cell } from '../../src-main/reports/export-row.ts'
import { readCsv } from '../support/read-csv.ts'

const nasty = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\r', '\n', '\t', "'", ' ', 'a', '1', '축') })
const text = fc.oneof(fc.string({ unit: 'grapheme' }), nasty)
const number = fc.integer().map((value) => exact(String(value)))
const cell: fc.Arbitrary<Cell> = fc.oneof(text, number, fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }))
const rows = fc.integer({ min: 2, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }).map((cells) => ({ columns: Array.from({ length: width }, (_, i) => `c${i}`), cells })))

const isFormula = (field: string): boolean => ['=', '+', '-', '@', '\t', '\r'].includes(field[0] ?? '')
const written = (one: Cell): string => {
  if (one === null) return ''
  if (typeof one === 'object') return one.exact
  if (typeof one === 'number') return String(one)
  return isFormula(one) ? `'${one}` : one
}

async function fileOf(columns: readonly string[], cells: readonly (readonly Cell[])[], format: 'csv' | 'json'): Promise<string> {
  let file = ''
  for await (const line of exportLines({ columns, rows: cells }, format)) file += `${line}\n`
  return file
}

it('writes CSV that reads back as the same cells', async () => {
  await fc.assert(fc.asyncProperty(rows, async ({ columns, cells }) => {
    expect(readCsv(await fileOf(columns, cells, 'csv'))).toEqual([columns, ...cells.map((row) => row.map(written))])
  }))
})

it('never writes text that a spreadsheet takes for a formula', async () => {
  await fc.assert(fc.asyncProperty(fc.array(nasty, { minLength: 2, maxLength: 2 }), async (row) => {
    const [, fields = []] = readCsv(await fileOf(['a', 'b'], [row], 'csv'))
    expect(fields.filter(isFormula)).toEqual([])
  }))
})

it('leaves negative numbers numbers', async () => {
  expect(await fileOf(['a', 'b'], [[exact('-0.50'), -1.5]], 'csv')).toBe('a,b\r\n-0.50,-1.5\r\n')
})

it('writes JSON that holds the same cells, exact numbers as strings', async () => {
  await fc.assert(fc.asyncProperty(rows, async ({ columns, cells }) => {
    const plain = cells.map((row) => Object.fromEntries(row.map((one, i) => [columns[i]!, typeof one === 'object' && one !== null ? one.exact : Object.is(one, -0) ? 0 : one])))
    expect(JSON.parse(await fileOf(columns, cells, 'json'))).toEqual(plain)
  }))
})
