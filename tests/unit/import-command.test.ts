import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import type { DataPassport } from '../../src-main/reports/data-passport.ts'
import type { ArchivedComparison } from '../../src-main/modes/compare-archived.ts'
import { haetae } from '../support/recording-terminal.ts'
import { temporaryFolder } from '../support/storage-folder.ts'

const START = 1_672_531_200_000
const FIVE = 5 * MINUTE_MS
const DAY = DAY_MS / FIVE
const CANDLES = 'open_time_ms,open,high,low,close,volume'

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`
const bar = (index: number, close = '100.5', volume = '1.5'): string => `${START + index * FIVE},100,101,99,${close},${volume}`
const bars = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => bar(from + i))
/** What those bars come to in an hour. */
const hour = (index: number, volume = '18'): string => `${START + index * 12 * FIVE},100,101,99,100.5,${volume}`

class Place {
  readonly home = temporaryFolder()
  readonly data = join(this.home, 'data')

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.data, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return path
  }

  run(...args: readonly string[]) {
    return haetae(args, { home: this.home })
  }

  async passports(...args: readonly string[]): Promise<readonly DataPassport[]> {
    const { code, out, error } = await this.run('data', '--json', ...args)
    expect([code, error]).toEqual([0, ''])
    return JSON.parse(out) as DataPassport[]
  }
}

const TIERS = JSON.stringify({
  'DOGE/USDT:USDT': [{ info: { notionalFloor: '0', notionalCap: '10000', maintMarginRatio: '0.01', initialLeverage: '50', cum: '0.0' } }],
  'BTC/USDT:USDT-241227': [{ info: { notionalFloor: '0', notionalCap: '10000', maintMarginRatio: '0.01', initialLeverage: '50', cum: '0.0' } }],
})

describe('importing one file', () => {
  it('needs no options when its name tells what is in it', async () => {
    const place = new Place()
    expect(await place.run('import', place.write('BTCUSDT-5m.csv.gz', gzipSync(text(CANDLES, ...bars(30)))))).toMatchObject({ code: 0, error: '', out: expect.stringContaining('BTCUSDT: 30 of 30 rows of candles taken') as string })
    expect(await place.run('import', place.write('BTCUSDT-mark-8h.csv', text('open_time_ms,open,high,low,close', `${START},100,101,99,100.12345678`)))).toMatchObject({ code: 0 })
    expect(await place.run('import', place.write('BTCUSDT-funding.csv', text('funding_time_ms,rate', `${START},0.0001`)))).toMatchObject({ code: 0 })
    expect((await place.passports()).map(({ kind, intervalMs, rows }) => [kind, intervalMs, rows])).toEqual([['trade', FIVE, 30], ['mark', 8 * 12 * FIVE, 1], ['funding', 0, 1]])
  })

  it('takes what a person says rather than what a name tells', async () => {
    const place = new Place()
    const path = place.write('ETHUSDT-1h.csv', text(CANDLES, ...bars(3)))
    expect(await place.run('import', '--instrument', 'BTCUSDT', '--interval', '5m', path)).toMatchObject({ code: 0 })
    expect(await place.run('import', '--instrument', 'BTCUSDT', '--mark', '--interval', '1m', place.write('x.csv', text('open_time_ms,open,high,low,close', `${START},1,1,1,1`)))).toMatchObject({ code: 0 })
    expect((await place.passports()).map(({ instrumentId, kind, intervalMs }) => [instrumentId, kind, intervalMs])).toEqual([['BTCUSDT', 'trade', FIVE], ['BTCUSDT', 'mark', MINUTE_MS]])
  })

  it('takes panels of candles, funding and open interest', async () => {
    const place = new Place()
    const candles = place.write('panel-1d.csv', text(`symbol,${CANDLES},quote_volume,trades`, `AUSDT,${START},1,1,1,1,5,34025735406.14118,7`, `BUSDT,${START},1,1,1,1,5.25,1,7`, `B/USD,${START},1,1,1,1,5,1,7`))
    expect(await place.run('import', candles)).toMatchObject({ code: 3, error: expect.stringContaining('line 4: unknown-symbol') as string, out: expect.stringContaining('2 instruments: 2 of 3 rows') as string })
    expect(await place.run('import', place.write('funding-panel.csv', text('symbol,funding_time_ms,rate', `AUSDT,${START + 7},-0.0001`, `CUSDT,${START},0.0002`)))).toMatchObject({ code: 0 })
    expect(await place.run('import', place.write('open-interest-4h-panel.csv', text('symbol,time_ms,sum_open_interest,sum_open_interest_value', `CUSDT,${START},118269047389.125,1`)))).toMatchObject({ code: 0 })
    expect(await place.run('import', '--panel', '--interval', '1d', place.write('many.csv', text(`symbol,${CANDLES}`, `AUSDT,${START + DAY_MS},1,1,1,1,5`)))).toMatchObject({ code: 0 })
    expect((await place.passports()).map(({ instrumentId, kind, rows, sources }) => [instrumentId, kind, rows, sources.map(({ name, refused }) => [name, refused])])).toEqual([
      ['AUSDT', 'trade', 2, [['panel-1d.csv', 0], ['many.csv', 0]]], ['AUSDT', 'funding', 1, [['funding-panel.csv', 0]]], ['BUSDT', 'trade', 1, [['panel-1d.csv', 0]]],
      ['CUSDT', 'funding', 1, [['funding-panel.csv', 0]]], ['CUSDT', 'open-interest', 1, [['open-interest-4h-panel.csv', 0]]],
    ])
  })

  it('takes leverage tiers from the day a person names, and not without', async () => {
    const place = new Place()
    const path = place.write('leverage-tiers.json.gz', gzipSync(TIERS))
    expect(await place.run('import', path)).toMatchObject({ code: 2, error: expect.stringContaining('--valid-from') as string })
    expect(await place.run('import', '--valid-from', '2024-10-01', path)).toMatchObject({ code: 0, out: 'leverage tiers of 1 contracts taken\n' })
    expect(await place.run('import', '--valid-from', '2024-10-01', place.write('other/leverage-tiers.json', '{'))).toMatchObject({ code: 3, out: '' })
    expect(await place.passports()).toMatchObject([{ instrumentId: 'DOGEUSDT', kind: 'margin-tiers', rows: 1, first: Date.UTC(2024, 9, 1) }])
  })

  it('takes the decimals of an instrument that nobody gave rules for from the file, says so, and lets nothing be opened on it', async () => {
    const place = new Place()
    const path = place.write('PEPEUSDT-5m.csv', text(CANDLES, `${START},0.0000012345,0.0000012346,0.0000012344,0.0000012345,61219627667.5`, bar(1)))
    expect(await place.run('import', path)).toMatchObject({ code: 0, out: expect.stringContaining('until --definition gives their rules: PEPEUSDT') as string })
    const database = new Database(join(place.home, 'sim_replay_1', 'market.db'), { readonly: true })
    expect(JSON.parse(database.prepare('SELECT payload FROM instrument').pluck().get() as string)).toMatchObject({ versions: [{ priceDecimals: 10, quantityDecimals: 1, status: 'halted' }] })
    database.close()
    // Finer ones later leave what is there as it is.
    expect(await place.run('import', place.write('later/PEPEUSDT-5m.csv', text(CANDLES, `${START + 2 * FIVE},1,1,1,1,0.125`)))).toMatchObject({ code: 0 })
    expect(await place.run('import', '--json', path)).toMatchObject({ code: 0, out: expect.stringContaining('"unchanged":2') as string })
  })

  it.each([
    ['a name that tells nothing', 'candles.csv', [], '--instrument is needed'],
    ['a name that is no perpetual', 'AAPL-5m.csv', [], '--definition'],
    ['an interval that there is not', 'BTCUSDT-5m.csv', ['--interval', '7m'], '--interval takes'],
    ['a day that there is not', 'BTCUSDT-5m.csv', ['--valid-from', '2024-13-01'], '--valid-from'],
    ['--all with options for one file', '', ['--all', '--interval', '5m'], '--interval is for one file'],
    ['--all with nothing in it', 'empty', ['--all'], 'no file of market data'],
  ])('refuses %s', async (_case, name, options, message) => {
    const place = new Place()
    place.write('x', '')
    if (name.endsWith('.csv')) place.write(name, text(CANDLES, bar(0)))
    expect(await place.run('import', ...options, join(place.data, name))).toMatchObject({ code: 2, out: '', error: expect.stringContaining(message) as string })
  })
})

describe('importing all files of a folder', () => {
  function filled(): Place {
    const place = new Place()
    place.write('BTCUSDT-5m.csv', text(CANDLES, ...bars(DAY + 12)))
    place.write('deep/er/BTCUSDT-1h.csv.gz', gzipSync(text(CANDLES, hour(0), hour(1, '18.001'), hour(2))))
    place.write('deep/DOGEUSDT-funding.csv', text('funding_time_ms,rate', `${START},0.0001`))
    place.write('leverage-tiers.json', TIERS)
    place.write('README.md', 'not data')
    return place
  }

  it('reads them one after the other, says what became of each, and takes nothing a second time', async () => {
    const place = filled()
    const first = await place.run('import', '--all', '--valid-from', '2024-10-01', place.data)
    expect(first).toMatchObject({ code: 0, error: '' })
    expect(first.out.split('\n')).toEqual([
      `BTCUSDT-5m.csv: ${DAY + 12} of ${DAY + 12} rows of candles, ${DAY + 12} new`, 'deep/DOGEUSDT-funding.csv: 1 of 1 rows of funding, 1 new', 'deep/er/BTCUSDT-1h.csv.gz: 3 of 3 rows of candles, 3 new',
      'leverage-tiers.json: leverage tiers of 1 contracts, 1 left out (BTC/USDT:USDT-241227)', `4 of 4 files: ${DAY + 16} of ${DAY + 16} rows taken; ${DAY + 16} new, 0 unchanged, 0 corrected`, '',
    ])
    const before = await place.passports()
    const second = await place.run('import', '--all', '--valid-from', '2024-10-01', '--json', place.data)
    expect(JSON.parse(second.out)).toMatchObject({ rows: DAY + 16, added: 0, unchanged: DAY + 16, corrected: 0, cancelled: false, derived: [] })
    expect(await place.passports()).toEqual(before)
    expect(before.find(({ kind, intervalMs }) => kind === 'trade' && intervalMs === 12 * FIVE)?.sources).toMatchObject([{ name: 'deep/er/BTCUSDT-1h.csv.gz', taken: 3, refused: 0, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }])
  })

  it('takes a pattern, and goes on after files that it cannot read', async () => {
    const place = filled()
    place.write('notes.csv', 'x')
    place.write('ETHUSDT-5m.csv', text(CANDLES, bar(0), `${START + FIVE},x,1,1,1,1`))
    place.write('SOLUSDT-5m.csv', 'Dear Haetae,\n')
    const { code, out, error } = await place.run('import', '--all', join(place.data, '*.{csv,json}'))
    expect(code).toBe(3)
    expect(error.split('\n')).toEqual([
      expect.stringMatching(/^ETHUSDT-5m\.csv: 1 rows refused .*line 3/), expect.stringMatching(/^SOLUSDT-5m\.csv, line 1: unknown header/), expect.stringMatching(/^leverage-tiers\.json: not read: .*--valid-from/), 'notes.csv: not read: its name does not tell what is in it', '',
    ])
    expect(out).toContain(`5 of 5 files: ${DAY + 13} of ${DAY + 14} rows taken`)
  })

  it('stops when it is asked to with an archive that is whole, and goes on with the next', async () => {
    const place = filled()
    place.write('BTCUSDT-1m.csv', text(CANDLES, ...Array.from({ length: 20_000 }, (_, i) => `${START + i * MINUTE_MS},100,101,99,100.5,1`)))
    let asked = 0
    const stopped = await haetae(['import', '--all', place.data], { home: place.home, cancelled: () => ++asked > 20 })
    expect(stopped).toMatchObject({ code: 130, error: expect.stringContaining('the same command goes on') as string })
    const [minutes] = await place.passports()
    expect(minutes).toMatchObject({ intervalMs: MINUTE_MS, gaps: [] })
    expect(minutes!.rows).toBeGreaterThan(1_000)
    expect(minutes!.rows).toBeLessThan(20_000)
    expect(await place.run('import', '--all', '--valid-from', '2024-10-01', place.data)).toMatchObject({ code: 0 })
    expect((await place.passports())[0]).toMatchObject({ rows: 20_000, gaps: [], sources: [{ taken: 20_000 }] })
    const checks = JSON.parse((await place.run('doctor', '--json', '--account', 'sim:replay:1')).out) as { readonly name: string; readonly state: string; readonly detail: string }[]
    expect(checks.find(({ name }) => name === 'sim:replay:1 candles')).toEqual({ name: 'sim:replay:1 candles', state: 'ok', detail: `${13 * 1_440 + DAY} packed candles in 14 blocks are what was written` })
  })

  it('tells how far it is, and how long it will take', async () => {
    const place = filled()
    const seen: string[] = []
    let now = 2_650_000_000_000
    await haetae(['import', '--all', place.data], { home: place.home, clock: { now: () => (now += 1_000) as TimeMs }, progress: (said) => seen.push(said) })
    expect(seen[0]).toMatch(/^1 of 4 BTCUSDT-5m\.csv: \d+ %, \d+ s left$/)
    expect(seen.some((said) => said.startsWith('3 of 4 deep/er/BTCUSDT-1h.csv.gz: '))).toBe(true)
  })
})

describe('haetae data', () => {
  it('says when there is nothing, and refuses what is not there', async () => {
    const place = new Place()
    expect(await place.run('data')).toMatchObject({ code: 3, out: '', error: expect.stringContaining('no account') as string })
    await place.run('import', place.write('BTCUSDT-5m.csv', text(CANDLES, bar(0))))
    expect(await place.run('data', '--instrument', 'ETHUSDT')).toMatchObject({ code: 2, error: expect.stringContaining('ETHUSDT is not in the archive') as string })
  })

  it('shows one line for each series, and for asked instruments what is missing, quiet, corrected and where it came from', async () => {
    const place = new Place()
    await place.run('import', place.write('BTCUSDT-5m.csv', text(CANDLES, bar(0), bar(1, '100.5', '0'), bar(4))))
    await place.run('import', place.write('again/BTCUSDT-5m.csv', text(CANDLES, bar(0, '100.6'), `${START + FIVE},x,1,1,1,1`)))
    const { out } = await place.run('data', '--instrument', 'BTCUSDT')
    const [head, row, ...details] = out.split('\n')
    expect(head).toMatch(/^instrument +series +interval +rows +from +to +gaps +quiet +corrected +files +content$/)
    expect(row).toMatch(/^BTCUSDT +trade +5m +3 +2023-01-01 00:00 +2023-01-01 00:20 +1 \(2\) +1 +1 +2 +[0-9a-f]{16}$/)
    expect(details).toEqual([
      '  missing 2023-01-01 00:10 to 2023-01-01 00:20: 2', '  nothing traded 2023-01-01 00:05 to 2023-01-01 00:10: 1', '  corrected 2023-01-01 00:00, learnt 2053-12-22T07:06:40.000Z',
      expect.stringMatching(/^ {2}from BTCUSDT-5m\.csv \([0-9a-f]{16}\): 3 rows$/), expect.stringMatching(/^ {2}from BTCUSDT-5m\.csv \([0-9a-f]{16}\): 1 rows, 1 refused$/), '',
    ])
    expect((await place.run('data')).out.split('\n')).toHaveLength(3)
    expect((await place.passports())[0]!.corrections).toMatchObject([{ openTime: START, old: { close: 10_050_000_000 }, new: { close: 10_060_000_000 }, learntAt: 2_650_000_000_000 }])
  })

  it('names where longer candles differ from what their parts come to, exactly', async () => {
    const place = new Place()
    await place.run('import', place.write('BTCUSDT-5m.csv', text(CANDLES, ...bars(30))))
    await place.run('import', place.write('BTCUSDT-1h.csv', text(CANDLES, hour(0), hour(1, '18.001'), hour(2))))
    expect((await place.run('data', '--compare')).out.split('\n')).toEqual(['BTCUSDT 5m to 1h: 2 compared, 1 differ, 1 cannot be judged', '  2023-01-01 01:00: volume 18.001, its parts make 18', '1 pairs of intervals compared, 1 of them differ somewhere', ''])
    expect(JSON.parse((await place.run('data', '--compare', '--json')).out) as ArchivedComparison[]).toEqual([
      { instrumentId: 'BTCUSDT', kind: 'trade', shortMs: FIVE, longMs: 12 * FIVE, priceDecimals: 8, quantityDecimals: 3, compared: 2, partial: 1, disagreements: [{ openTime: START + 12 * FIVE, fields: [{ name: 'volume', told: 18_001, joined: 18_000 }] }] },
    ])
  })
})

it('lets the doctor find a damaged block, and says what to do', async () => {
  const place = new Place()
  await place.run('import', place.write('BTCUSDT-5m.csv', text(CANDLES, ...bars(2 * DAY))))
  const database = new Database(join(place.home, 'sim_replay_1', 'market.db'))
  database.exec(`UPDATE candle_block SET payload = CAST(substr(payload, 1, 50) AS BLOB) WHERE start = ${START}`)
  database.close()
  const { code, out } = await place.run('doctor', '--account', 'sim:replay:1')
  expect(out).toMatch(/^ok {5}sim:replay:1 market\.db/m)
  expect(out).toMatch(/^failed sim:replay:1 candles: 1 of 2 blocks are not what was written: .*BTCUSDT.*checksum.*imported anew/m)
  expect(code).toBe(3)
})
