import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { Clock } from '../base/clock.port.ts'
import type { BrokenLink } from '../training/trial-ledger.port.ts'
import { readHead, writeHead, type ChainHead } from './chain-head.ts'
import { openDurable, openToRead } from './connection.ts'
import { pathOf, trialsKind, type Opening } from './database-kind.ts'
import { refusing, StorageRefusal } from './refusal.ts'
import { beginningOf, brokenHead, brokenLink, insertLinks, lastOf, linksOf, type Link, type LinkKind, type NewLink } from './trial-links.ts'

/** Links of these kinds, oldest first; with a subject, its own only. */
export type LookUp = (kinds: readonly LinkKind[], subject?: string) => readonly Link[]

/** Others write for some milliseconds each. */
const TRIES = 200
const PAUSE_MS = 25

/**
 * trials.db: links that each cover the one before, and the newest one's hash in a file beside it. Open for as long as a call takes, since several
 * processes and threads write to it. It is no lock against somebody who works out all hashes anew, the head's among them.
 */
export class TrialChain {
  readonly #opening: Opening
  readonly #clock: Clock

  /** The account's folder is there. Reading makes no file. */
  constructor(opening: Opening, clock: Clock) {
    this.#opening = opening
    this.#clock = clock
  }

  /** Appends at once what `work` answers; nobody else writes in between. Rejects with StorageRefusal where the newest links are gone, and with whatever `work` throws. */
  async append(work: (found: LookUp) => readonly NewLink[]): Promise<void> {
    const { folder, accountId } = this.#opening
    await patiently(() => this.#locked((database) => {
      const broken = brokenHead(database, accountId, readHead(folder))
      if (broken) throw this.#refusal(broken)
      insertLinks(database, lastOf(database, accountId), work((kinds, subject) => linksOf(database, kinds, subject)), this.#clock.now())
    }))
    // Behind the links at worst, never ahead of them: a crash in between breaks no chain. Locked, so that the newest link's is written last.
    await patiently(() => this.#locked((database) => writeHead(folder, lastOf(database, accountId))))
  }

  /** Oldest first. Rejects with StorageRefusal for a file that cannot be read. */
  read(kinds: readonly LinkKind[]): Promise<readonly Link[]> {
    return this.#reading([], (database) => linksOf(database, kinds))
  }

  /** Looks at every link and at the head. Null: all hold. */
  broken(): Promise<BrokenLink | null> {
    const { folder, accountId } = this.#opening
    // The head first: what is written meanwhile is ahead of it, which is no fault.
    const head = readHead(folder)
    return this.#reading(headless(head), (database) => brokenLink(database, accountId) ?? brokenHead(database, accountId, head))
  }

  /** Rejects with StorageRefusal that says where the chain is broken. */
  async refuseBroken(): Promise<void> {
    const broken = await this.broken()
    if (broken) throw this.#refusal(broken)
  }

  #locked(work: (database: Database.Database) => void): void {
    const path = pathOf(trialsKind, this.#opening)
    if (!existsSync(path)) this.#begin(path)
    const database = openDurable(trialsKind, this.#opening)
    try {
      refusing(path, () => database.transaction(() => work(database)).immediate(), trialsKind.remedy)
    } finally {
      database.close()
    }
  }

  /** The head is there before the first link: from then on a missing one tells. */
  #begin(path: string): void {
    const { folder, accountId } = this.#opening
    const head = readHead(folder)
    const broken = headless(head)
    if (broken && !existsSync(path)) throw this.#refusal(broken)
    if (head === undefined) refusing(folder, () => writeHead(folder, beginningOf(accountId)))
  }

  #refusal({ sequence, how }: BrokenLink): StorageRefusal {
    return new StorageRefusal('corrupt', `${pathOf(trialsKind, this.#opening)}: link ${sequence} ${HOW[how]}. ${trialsKind.remedy}`)
  }

  async #reading<Result>(otherwise: Result, work: (database: Database.Database) => Result): Promise<Result> {
    if (!existsSync(pathOf(trialsKind, this.#opening))) return otherwise
    return patiently(() => {
      const database = openToRead(trialsKind, this.#opening)
      try {
        return refusing(database.name, () => work(database), trialsKind.remedy)
      } finally {
        database.close()
      }
    })
  }
}

const HOW: Readonly<Record<BrokenLink['how'], string>> = { altered: 'is not as it was written', missing: 'is missing', 'cut-off': 'and what came after it was cut off' }

/** Of a chain without a file. */
const headless = (head: ChainHead | null | undefined): BrokenLink | null => (head === undefined || head?.sequence === 0 ? null : { sequence: 1, how: 'cut-off' })

async function patiently<Result>(work: () => Result): Promise<Result> {
  for (let tried = 1; ; tried++) {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof StorageRefusal) || error.code !== 'locked' || tried === TRIES) throw error
      await pause(PAUSE_MS)
    }
  }
}
