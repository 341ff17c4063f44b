import { createInterface } from 'node:readline'
import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { openingIn } from './storage-opening.ts'
import { candleAt } from './storage-samples.ts'

/** For each line that it is told it puts the same candle once more, which packs two days, and says so. */
const [folder = '', days = '0'] = (process.argv[2] ?? '').split(',')
const archive = new SqliteMarketArchive(openingIn(folder))
for await (const _ of createInterface({ input: process.stdin })) {
  await archive.putCandles([candleAt(Number(days) * 288)])
  process.stdout.write('packed\n')
}
