import type { JournalledChange } from '../../src-shared/domain/change.ts'
import type { Instrument } from '../../src-shared/domain/instrument.ts'
import type { TimeMs } from '../../src-shared/domain/units.ts'
import { Engine } from '../engine/engine.ts'
import { recover } from '../engine/recovery.ts'
import { configure, engineSettings } from '../modes/configuration.ts'
import { ASSET, VENUE } from '../modes/paper-account.ts'
import type { Opening } from '../storage/database-kind.ts'
import type { SqliteJournal } from '../storage/sqlite-journal.ts'
import { refusingUnknown } from './existing-account.ts'

interface Folded {
  readonly engine: Engine
  /** Of the newest change; null when there is none. */
  readonly lastTime: TimeMs | null
}

/** Folds a whole journal and decides nothing. Throws StorageRefusal for what cannot be folded. */
export function foldJournal(journal: SqliteJournal, instruments: ReadonlyMap<string, Instrument>, opening: Opening): Folded {
  const known = [...instruments.values()]
  const config = configure({ instruments: known.map(({ instrumentId }) => instrumentId) })
  const engine = new Engine(engineSettings(config, { accountId: opening.accountId, venue: VENUE, asset: ASSET, venueCanBeSilent: true }))
  let lastTime: TimeMs | null = null
  function* changes(): Generator<JournalledChange> {
    for (const change of refusingUnknown(journal.read(), instruments, opening)) {
      lastTime = Math.max(lastTime ?? change.time, change.time) as TimeMs
      yield change
    }
  }
  const asOf = Math.max(0, ...known.map(({ versions }) => versions[0]?.validFrom ?? 0)) as TimeMs
  recover(engine, { instruments: known, changes: changes(), candles: [], asOf })
  return { engine, lastTime }
}
