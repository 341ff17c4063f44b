import { systemClock } from '../../src-main/base/system-clock.ts'
import { systemTimer } from '../../src-main/base/system-timer.ts'
import { SegmentRecordWriter } from '../../src-main/storage/record-writer.ts'
import { messageAt, recordsIn } from './record-samples.ts'

/** Records one message after another, and tells how many are on the disk, until it is killed; 'full' once the disk takes no more. */
const [folder = '', recordId = '', inBlock = '100'] = (process.argv[2] ?? '').split(',')
const writer = new SegmentRecordWriter(
  { folder: recordsIn(folder), accountId: 'sim:paper:binance:local', recordId, venue: 'local', bytesMax: 2 ** 20 },
  { clock: systemClock, timer: systemTimer },
)
for (let n = 0; ; n++) {
  writer.append(messageAt(n))
  if (n % Number(inBlock) !== 0) continue
  await writer.flush()
  process.stdout.write(writer.view().healthy ? `${n + 1}\n` : 'full\n')
}
