import { join } from 'node:path'
import { journal001 } from './migrations/journal-001.ts'
import { market001 } from './migrations/market-001.ts'
import { market002 } from './migrations/market-002.ts'
import { market003 } from './migrations/market-003.ts'
import { research001 } from './migrations/research-001.ts'
import { research002 } from './migrations/research-002.ts'
import { research003 } from './migrations/research-003.ts'
import { trials001 } from './migrations/trials-001.ts'
import { RESTORE } from './refusal.ts'

/** One of our kinds of files. Its schema version is the number of its migrations. */
export interface DatabaseKind {
  readonly name: string
  /** In the header of every file of this kind, so that none is taken for another. */
  readonly applicationId: number
  /** In order; each once applied is never altered. The first makes the table `meta`. */
  readonly migrations: readonly string[]
  /** What a person does about a damaged file. */
  readonly remedy: string
}

export const journalKind: DatabaseKind = { name: 'journal', applicationId: 0x4861_656a, migrations: [journal001], remedy: RESTORE }
export const researchKind: DatabaseKind = { name: 'research', applicationId: 0x4861_6572, migrations: [research001, research002, research003], remedy: RESTORE }
export const marketKind: DatabaseKind = {
  name: 'market',
  applicationId: 0x4861_656d,
  migrations: [market001, market002, market003],
  remedy: 'Move the file away and start again: market data can be imported anew, no money is in it.',
}

export const trialsKind: DatabaseKind = {
  name: 'trials',
  applicationId: 0x4861_6574,
  migrations: [trials001],
  remedy: 'Put trials.db and trials.head back as they were. If you cannot, move both away and start again: trials are then counted anew, and what was promoted is not any more.',
}

/** Which file to open, and for whom. */
export interface Opening {
  /** The account's folder. */
  readonly folder: string
  readonly accountId: string
  /** This program's version, left in the file for whoever meets it later. */
  readonly program: string
}

export const pathOf = (kind: DatabaseKind, { folder }: Opening): string => join(folder, `${kind.name}.db`)
