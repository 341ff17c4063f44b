import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Candle, FundingRate } from '../src-shared/domain/candle.ts'
import type { Instrument } from '../src-shared/domain/instrument.ts'
import { MINUTE_MS, type TimeMs } from '../src-shared/domain/units.ts'
import { systemClock } from '../src-main/base/system-clock.ts'
import type { MarketArchive } from '../src-main/market-data/candle-archive.port.ts'
import { archivedInstruments, RECORDED_ACCOUNT } from '../src-main/modes/archived-record.ts'
import { importFile } from '../src-main/modes/import-file.ts'
import { openAccountFolder } from '../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../src-main/storage/sqlite-market-archive.ts'

/** What is fitted on: five-minute candles and settlements of some instruments, ascending by time. */
export interface MarketHistory {
  readonly instrument: Instrument
  readonly candles: readonly Candle[]
  readonly funding: readonly FundingRate[]
}

interface Wanted {
  readonly instruments: readonly string[]
  readonly from: number
  readonly to: number
}

/** From an archive. Rejects with UnknownInstrument for one that is not there. */
async function historyOf(archive: MarketArchive, { instruments, from, to }: Wanted): Promise<readonly MarketHistory[]> {
  const span = [from as TimeMs, to as TimeMs] as const
  const known = await archivedInstruments(archive, instruments)
  return Promise.all(known.map(async (instrument) => {
    const { instrumentId } = instrument
    return { instrument, candles: await archive.candles(instrumentId, 5 * MINUTE_MS, ...span), funding: await archive.funding(instrumentId, ...span) }
  }))
}

const openArchive = (home: string): SqliteMarketArchive => new SqliteMarketArchive({ folder: openAccountFolder(home, RECORDED_ACCOUNT), accountId: RECORDED_ACCOUNT, program: 'models' })

/** From the archive that `haetae import` made below a home. */
export async function archivedHistory(home: string, wanted: Wanted): Promise<readonly MarketHistory[]> {
  const archive = openArchive(home)
  try {
    return await historyOf(archive, wanted)
  } finally {
    archive.close()
  }
}

/** From files named as BTCUSDT-5m.csv.gz and BTCUSDT-funding.csv.gz in a folder: imported into an archive that is thrown away. */
export async function fileHistory(folder: string, wanted: Wanted): Promise<readonly MarketHistory[]> {
  const home = mkdtempSync(join(tmpdir(), 'haetae-models-'))
  const archive = openArchive(home)
  try {
    const place = { archive, clock: systemClock, progress: () => undefined, cancelled: () => false }
    for (const instrumentId of wanted.instruments) {
      for (const name of [`${instrumentId}-5m.csv.gz`, `${instrumentId}-funding.csv.gz`]) {
        await importFile({ path: join(folder, name), name, instrumentId, intervalMs: 5 * MINUTE_MS, candles: 'trade', repairNoise: false }, place)
      }
    }
    return await historyOf(archive, wanted)
  } finally {
    archive.close()
    rmSync(home, { recursive: true })
  }
}

/** What the rows were, so that a card can be held against an archive: the same rows give the same digits. */
export interface HistoryPrint {
  readonly instrumentId: string
  readonly candles: number
  readonly settlements: number
  readonly sha256: string
}

export function printOf({ instrument, candles, funding }: MarketHistory): HistoryPrint {
  const hash = createHash('sha256')
  for (const { openTime, open, high, low, close, volume } of candles) hash.update(`${openTime},${open},${high},${low},${close},${volume}\n`)
  for (const { fundingTime, rate, intervalMs } of funding) hash.update(`${fundingTime},${rate},${intervalMs}\n`)
  return { instrumentId: instrument.instrumentId, candles: candles.length, settlements: funding.length, sha256: hash.digest('hex') }
}
