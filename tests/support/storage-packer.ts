import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { openingIn } from './storage-opening.ts'
import { candleAt } from './storage-samples.ts'

/** Puts one candle again and again, which packs two days each time, and tells each time. Ends when there is nothing left to pack. */
const [folder = '', days = '0'] = (process.argv[2] ?? '').split(',')
const archive = new SqliteMarketArchive(openingIn(folder))
for (let packed = 0; packed < Number(days); packed += 2) {
  await archive.putCandles([candleAt(Number(days) * 288)])
  process.stdout.write(`${packed + 2}\n`)
}
archive.close()
