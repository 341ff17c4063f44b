import type { TimeMs } from '../../src-shared/domain/units.ts'
import type { Clock } from '../base/clock.port.ts'
import type { DataArchive } from '../market-data/data-archive.port.ts'
import type { Terminal } from './command.ts'

/** What is the same for all files of one command. */
export interface ImportJob {
  readonly archive: DataArchive
  readonly clock: Clock
  readonly terminal: Terminal
  readonly repairNoise: boolean
  /** From when leverage tiers hold; null when nobody said. */
  readonly validFrom: TimeMs | null
  readonly json: boolean
}
