import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { TRADING_FAULTS } from '../../src-main/lab/binance/trading/trading-faults.ts'

it('every fault of the trading side has its row, in the words of the program', () => {
  const page = readFileSync('docs/local-binance.md', 'utf8')
  expect(TRADING_FAULTS.length).toBeGreaterThan(20)
  expect(TRADING_FAULTS.filter(({ name, numbers, says }) => !page.includes(`| \`${name}\` | ${numbers} | ${says} |`))).toEqual([])
})
