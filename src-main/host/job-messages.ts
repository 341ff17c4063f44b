import { z } from 'zod/mini'
import type { BacktestWish, SweepWish } from '../../src-shared/contract/backtest-report.ts'
import { backtestWish, sweepWish } from '../../src-shared/contract/backtest-schemas.ts'
import { learnWish } from '../../src-shared/contract/evaluation-schemas.ts'
import type { LearnWish } from '../../src-shared/contract/evaluation-views.ts'
import { collect, collectWish, passport } from '../../src-shared/contract/data-schemas.ts'
import type { CollectView, CollectWish, PassportRow } from '../../src-shared/contract/data-views.ts'
import { told, type Schema } from '../../src-shared/contract/schemas.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { Opening } from '../storage/database-kind.ts'
import type { ExportWanted } from './account-export.ts'

export interface ExportWork extends ExportWanted {
  readonly kind: 'export'
  /** Where the file goes; its folder is there. */
  readonly file: string
}

/** What back-tests, sweeps and learning have in common: where the archive is, and the run is stored, and the folder that holds models/. */
export interface ResearchPlace {
  readonly opening: Opening
  readonly root: string
}

export interface BacktestWork extends ResearchPlace {
  readonly kind: 'backtest'
  readonly runId: string
  readonly wish: BacktestWish
}

export interface SweepWork extends ResearchPlace {
  readonly kind: 'sweep'
  readonly runId: string
  readonly wish: SweepWish
  readonly workers: number
}

/** A piece of learning. Models of its own go into models/ below `home`. */
export interface LearnWork extends ResearchPlace {
  readonly kind: 'learn'
  readonly runId: string
  readonly home: string
  readonly wanted: LearnWish
}

export interface CollectWork {
  readonly kind: 'collect'
  readonly jobId: string
  /** Of the account whose archive it goes into. */
  readonly opening: Opening
  readonly wish: CollectWish
}

/** All passports of an archive, told at once. */
export interface PassportsWork {
  readonly kind: 'passports'
  readonly opening: Opening
}

/** What a job's process has to do, as the JSON text of its one argument. */
export type JobWork = ExportWork | BacktestWork | SweepWork | CollectWork | LearnWork

/** What a job's process tells whoever launched it. One that ends without 'done' has failed. */
export type JobMessage =
  | { readonly kind: 'progress'; readonly part: number | null; readonly secondsLeft: number | null; readonly told: Told | null }
  | { readonly kind: 'collect'; readonly view: CollectView }
  /** `runId`: the run that it stored, where it did. */
  | { readonly kind: 'done'; readonly runId: string | null }
  | { readonly kind: 'passports'; readonly rows: readonly PassportRow[] }
  | { readonly kind: 'failed'; readonly told: Told }

const maybeNumber = z.nullable(z.number())
const name = z.string().check(z.minLength(1))

const message = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), part: maybeNumber, secondsLeft: maybeNumber, told: z.nullable(told) }),
  z.strictObject({ kind: z.literal('collect'), view: collect }),
  z.strictObject({ kind: z.literal('done'), runId: z.nullable(name) }),
  z.strictObject({ kind: z.literal('passports'), rows: z.array(passport) }),
  z.strictObject({ kind: z.literal('failed'), told }),
])

/** Undefined for what no job says. */
export const readJobMessage = (received: unknown): JobMessage | undefined => message.safeParse(received).data

const opening = z.strictObject({ folder: name, accountId: name, program: name })
const research = { opening, root: name, runId: name }

/** What may be kept until the next life of the program. */
export const workSchema: Schema<JobWork> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('export'), table: z.enum(['log', 'trades', 'fills', 'orders', 'ledger', 'decisions']), format: z.enum(['csv', 'json']), from: z.int(), to: z.int(),
    books: opening, archive: opening, file: name,
  }),
  z.strictObject({ kind: z.literal('backtest'), ...research, wish: backtestWish }),
  z.strictObject({ kind: z.literal('collect'), jobId: name, opening, wish: collectWish }),
  z.strictObject({ kind: z.literal('learn'), ...research, home: name, wanted: learnWish }),
  z.strictObject({ kind: z.literal('sweep'), ...research, wish: sweepWish, workers: z.int().check(z.positive()) }),
])
const passports = z.strictObject({ kind: z.literal('passports'), opening })

/** Throws for anything else. */
export const readJob = ([json = '']: readonly string[]): JobWork | PassportsWork => z.union([passports, workSchema]).parse(JSON.parse(json))
