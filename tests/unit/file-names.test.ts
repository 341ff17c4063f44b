import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-shared/domain/units.ts'
import { contentOf } from '../../src-main/venue/recorded/file-names.ts'

const rows = (instrumentId: string | null, intervalMs: number | null, candles = 'trade') => ({ holds: 'rows', instrumentId, intervalMs, candles })

it.each([
  ['BTCUSDT-5m.csv.gz', rows('BTCUSDT', 5 * MINUTE_MS)],
  ['1000PEPEUSDT-1m.csv', rows('1000PEPEUSDT', MINUTE_MS)],
  ['ETHUSDT-mark-8h.csv.gz', rows('ETHUSDT', 8 * HOUR_MS, 'mark')],
  ['XRPUSDT-mark-1h.csv', rows('XRPUSDT', HOUR_MS, 'mark')],
  ['SUIUSDT-funding.csv.gz', rows('SUIUSDT', null)],
  ['panel-1d.csv.gz', rows(null, DAY_MS)],
  ['panel-4h.csv', rows(null, 4 * HOUR_MS)],
  ['funding-panel.csv.gz', rows(null, null)],
  ['open-interest-4h-panel.csv.gz', rows(null, 4 * HOUR_MS)],
  ['leverage-tiers.json.gz', { holds: 'leverage-tiers' }],
])('knows what is in %s', (name, content) => {
  expect(contentOf(name)).toEqual(content)
})

it.each(['BTCUSDT.csv', 'BTCUSDT-5m.csv.zip', 'BTCUSDT-7m.csv', 'BTCUSDT-1m-2021-02.csv.gz', 'BTC-PERP-1m-2022-01.csv.gz', 'panel-toString.csv', 'BTCUSDT-constructor.csv', 'MANIFEST.csv', 'notes.json', ''])('does not guess at "%s"', (name) => {
  expect(contentOf(name)).toBeUndefined()
})
