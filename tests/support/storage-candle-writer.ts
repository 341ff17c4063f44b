import { SqliteMarketArchive } from '../../src-main/storage/sqlite-market-archive.ts'
import { DEED_INSTRUMENTS, doDeed } from './candle-deeds.ts'
import { openingIn } from './storage-opening.ts'

/** Does one deed after another, from the number after the comma on, and tells each that is done, until it is killed. */
const [folder = '', first = '0'] = (process.argv[2] ?? '').split(',')
const archive = new SqliteMarketArchive(openingIn(folder))
await archive.putInstruments(DEED_INSTRUMENTS)
for (let n = Number(first); ; n++) {
  await doDeed(archive, n)
  process.stdout.write(`${n}\n`)
}
