import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Requests } from '../../src-shared/contract/contract.ts'
import type { StartedJob } from '../../src-shared/contract/workstation-views.ts'
import type { JobKeeper } from './job-keeper.ts'
import type { OpenMode } from './open-mode.ts'

type ExportAsked = Pick<Requests['export.start']['params'], 'table' | 'format' | 'from' | 'to'>

/** The exports of one mode. They are gone when it is closed. */
export class ExportJobs {
  readonly #keeper: JobKeeper
  readonly #places: Pick<OpenMode, 'books' | 'archive'>
  readonly #folder: string

  constructor(keeper: JobKeeper, { books, archive }: Pick<OpenMode, 'books' | 'archive'>) {
    this.#keeper = keeper
    this.#places = { books, archive }
    this.#folder = join(books.folder, 'exports')
    // An earlier session may have died among its files.
    rmSync(this.#folder, { recursive: true, force: true })
  }

  start({ table, format, from, to }: ExportAsked): StartedJob {
    const { books, archive } = this.#places
    const name = `haetae-${books.accountId.replaceAll(':', '-')}-${table}.${format}`
    return this.#keeper.start((jobId) => ({
      kind: 'export', table, format, from: from ?? Number.MIN_SAFE_INTEGER, to: to ?? Number.MAX_SAFE_INTEGER, books, archive, file: join(this.#folder, jobId, name),
    }))
  }

  close(): void {
    this.#keeper.drop('export')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
