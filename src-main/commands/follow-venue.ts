import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { SeededRandom, seedOf } from '../base/seeded-random.ts'
import { isoDay } from '../base/system-calendar.ts'
import { monotonicClock, systemClock } from '../base/system-clock.ts'
import { systemTicker } from '../base/system-ticker.ts'
import { systemTimer } from '../base/system-timer.ts'
import { follow } from '../modes/follow.ts'
import type { CollectWanted } from '../modes/collect.ts'
import type { Opening } from '../storage/database-kind.ts'
import { SegmentRecordWriter } from '../storage/record-writer.ts'
import type { SqliteMarketArchive } from '../storage/sqlite-market-archive.ts'
import { EXIT, type Terminal } from './command.ts'

interface FollowedPlace {
  readonly archive: SqliteMarketArchive
  readonly opening: Opening
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/** Goes on with what comes until Ctrl-C, and keeps a record of every message. Answers the exit code. */
export async function followVenue({ endpoint, instruments, intervalsMs }: CollectWanted, { archive, opening, terminal, signal }: FollowedPlace): Promise<number> {
  const { folder, accountId } = opening
  const session = randomUUID()
  const random = new SeededRandom(seedOf(session))
  let record: SegmentRecordWriter | undefined
  let shown = ''
  terminal.out(`following ${instruments.join(', ')}; Ctrl-C stops`)
  try {
    await follow({
      endpoint, instruments, intervalsMs, archive, clock: monotonicClock, wallClock: systemClock, timer: systemTimer, ticker: systemTicker, random: () => random.uniform(), signal,
      record: (feed) => (record = new SegmentRecordWriter({ folder: join(folder, 'record'), accountId, recordId: `${isoDay(systemClock.now())}-${session.slice(0, 8)}`, venue: endpoint.name, setup: { feed } }, { clock: systemClock, timer: systemTimer })),
      progress: ({ phase, alarms }, candles) => {
        const line = `${phase}, ${candles} candles, ${record?.view().messages ?? 0} messages kept`
        const alarm = alarms.at(-1)
        if (alarm && `${alarm.at}${alarm.detail}` !== shown) terminal.error(`${alarm.code}: ${alarm.detail}`)
        if (alarm) shown = `${alarm.at}${alarm.detail}`
        terminal.progress(line)
      },
      onCollected: ({ rows, problems }) => terminal.out(`mark prices, funding and corrections: ${rows} rows read${problems.length > 0 ? `, ${problems.length} instruments with problems` : ''}`),
    })
  } finally {
    await record?.close()
  }
  return EXIT.cancelled
}
