import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Candle } from '../../src-shared/domain/candle.ts'
import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { openModels } from '../../src-main/modes/open-models.ts'
import { configure, type Overrides } from '../../src-main/modes/configuration.ts'
import type { RecordedRun } from '../../src-main/modes/recorded-run.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'

export const ACCOUNT = 'sim:replay:1'
const START = 1_672_531_200_000 as TimeMs

/** Real market data for tests lives beside the checkout; where it is not, tests that need it say so and are skipped. */
export const dataFolder = resolve(process.env['HAETAE_TEST_DATA'] ?? '../shared/data')
export const hasData = existsSync(join(dataFolder, 'binance-usdm/BTCUSDT-5m.csv.gz'))

export interface Recording {
  readonly home: string
  readonly archive: SqliteMarketArchive
  readonly run: (overrides?: Overrides) => Promise<RecordedRun>
  close(): void
}

/** Some days of the seeded market in an archive of its own; `change` may alter the candles before. */
export async function record(days: number, instruments: number, change: (candles: readonly Candle[]) => readonly Candle[] = (candles) => candles): Promise<Recording> {
  const home = mkdtempSync(join(tmpdir(), 'haetae-recorded-'))
  const market = new SeededMarket({ seed: 11, startTime: START, instruments })
  const { candles, funding } = market.history((START + days * DAY_MS) as TimeMs)
  const archive = new SqliteMarketArchive({ folder: openAccountFolder(home, ACCOUNT), accountId: ACCOUNT, program: 'test' })
  await archive.putInstruments(market.instruments)
  await archive.putCandles(change(candles))
  await archive.putFunding(funding)
  const names = market.instruments.map(({ instrumentId }) => instrumentId)
  const run = async (overrides: Overrides = {}): Promise<RecordedRun> => {
    const config = configure({ instruments: names, ...overrides })
    return { archive, instruments: market.instruments, config, runtime: await openModels('.', config), from: START, to: Number.MAX_SAFE_INTEGER as TimeMs, accountId: ACCOUNT, sessionId: 'test' }
  }
  return { home, archive, run, close: () => (archive.close(), rmSync(home, { recursive: true })) }
}

/** Puts some days of recorded five-minute candles and settlements into an archive, as a person does: whole files take most of the time of a test. */
export async function importRecorded(home: string, instruments: readonly string[], { from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'haetae-part-'))
  for (const name of instruments.flatMap((instrument) => [`${instrument}-5m.csv`, `${instrument}-funding.csv`])) {
    const [head = '', ...rows] = gunzipSync(readFileSync(join(dataFolder, 'binance-usdm', `${name}.gz`))).toString().trim().split('\n')
    const wanted = rows.filter((row) => Number.parseInt(row, 10) >= Date.parse(from) && Number.parseInt(row, 10) < Date.parse(to))
    writeFileSync(join(folder, name), [head, ...wanted].join('\n'))
  }
  await runProgram('src-main/processes/haetae.ts', ['import', '--all', folder], { home })
  rmSync(folder, { recursive: true })
}

/** Runs a program of ours in a child process; rejects unless it ends with `code`. */
export function runProgram(program: string, args: readonly string[], { home, code = 0 }: { readonly home: string; readonly code?: number }): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, HAETAE_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, errors] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.once('close', (ended) => (ended === code ? done(out) : fail(new Error(`${program} ${args.join(' ')} ended with ${ended}: ${errors || out}`))))
  })
}
