import { DAY_MS, type TimeMs } from '../../src-shared/domain/units.ts'
import { PROGRAM } from '../../src-main/base/program.ts'
import { RECORDED_ACCOUNT } from '../../src-main/modes/archived-record.ts'
import { openAccountFolder } from '../../src-main/storage/account-folder.ts'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { SeededMarket } from '../../src-main/venue/simulated/seeded-market.ts'
import { PREPARED_DAY } from './prepared-demo.ts'

/** Puts so many days of an invented market into the archive that replays read, up to the prepared day. */
export async function prepareRecord(home: string, seed: number, days: number): Promise<void> {
  const archive = new SqliteMarketArchive({ folder: openAccountFolder(home, RECORDED_ACCOUNT), accountId: RECORDED_ACCOUNT, program: PROGRAM.version })
  try {
    const market = new SeededMarket({ seed, startTime: (PREPARED_DAY - days * DAY_MS) as TimeMs })
    await archive.putInstruments(market.instruments)
    const { candles, funding } = market.history(PREPARED_DAY)
    await archive.putCandles(candles)
    await archive.putFunding(funding)
  } finally {
    archive.close()
  }
}
