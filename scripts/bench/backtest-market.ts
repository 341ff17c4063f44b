import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DAY_MS, MINUTE_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { systemClock } from '../../src-main/base/system-clock.ts'
import { importFile } from '../../src-main/modes/import-file.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import type { Opening } from '../../src-main/storage/database-kind.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'

const ACCOUNT = 'sim:bench:1'
const RECORDED = ['BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'SUIUSDT'] as const
/** 2023-01-01, where the recorded series begin. */
export const START = 1_672_531_200_000 as TimeMs
/** 13 months of the first three and nine of the last are so many candles; that many of four are invented where they are not. */
const INVENTED_DAYS = 365

/** The recorded market is not in the checkout: it lies beside it, or where HAETAE_TEST_DATA says. */
const folderOfData = (): string => join(resolve(process.env['HAETAE_TEST_DATA'] ?? '../shared/data'), 'binance-usdm')

export const openingIn = (home: string): Opening => ({ folder: openAccountFolder(home, ACCOUNT), accountId: ACCOUNT, program: 'bench' })
export const openArchive = (home: string): SqliteMarketArchive => new SqliteMarketArchive(openingIn(home))

export interface ArchivedMarket {
  /** Its archive is below this folder. */
  readonly home: string
  readonly origin: 'recorded' | 'invented'
  readonly instruments: readonly string[]
  readonly candles: number
}

/** Puts five-minute candles and settlements of four perpetuals into an archive below `home`: recorded ones, or invented ones where there are none. */
export async function archiveMarket(home: string, days: number = INVENTED_DAYS): Promise<ArchivedMarket> {
  const archive = openArchive(home)
  try {
    const data = folderOfData()
    const isRecorded = days === INVENTED_DAYS && RECORDED.every((name) => existsSync(join(data, `${name}-5m.csv.gz`)))
    if (isRecorded) await importRecorded(archive, data)
    else await invent(archive, days)
    await archive.pack()
    const spans = await archive.spans()
    return { home, origin: isRecorded ? 'recorded' : 'invented', instruments: spans.map(({ instrumentId }) => instrumentId), candles: spans.reduce((sum, { candles }) => sum + candles, 0) }
  } finally {
    archive.close()
  }
}

async function importRecorded(archive: SqliteMarketArchive, data: string): Promise<void> {
  const place = { archive, clock: systemClock, progress: () => {}, cancelled: () => false }
  for (const instrumentId of RECORDED) {
    for (const [kind, intervalMs] of [['5m', 5 * MINUTE_MS], ['funding', null]] as const) {
      const name = `${instrumentId}-${kind}.csv.gz`
      await importFile({ path: join(data, name), name, instrumentId, intervalMs, candles: 'trade', repairNoise: false }, place)
    }
  }
}

async function invent(archive: SqliteMarketArchive, days: number): Promise<void> {
  const market = new SeededMarket({ seed: 7, startTime: START, instruments: RECORDED.length })
  const { candles, funding } = market.history((START + days * DAY_MS) as TimeMs)
  await archive.putInstruments(market.instruments)
  await archive.putCandles(candles)
  await archive.putFunding(funding)
}
