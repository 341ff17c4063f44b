import { z } from 'zod/mini'
import { told } from '../../src-shared/contract/schemas.ts'
import type { Told } from '../../src-shared/contract/workstation-views.ts'
import type { ExportWanted } from './account-export.ts'

/** What a job's process has to do, as the JSON text of its one argument. */
export interface ExportJob extends ExportWanted {
  /** Where the file goes; its folder is there. */
  readonly file: string
}

/** What a job's process tells whoever launched it. One that ends without 'done' has failed. */
export type JobMessage =
  | { readonly kind: 'progress'; readonly part: number | null; readonly secondsLeft: number | null; readonly told: Told | null }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly told: Told }

const maybeNumber = z.nullable(z.number())

const message = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), part: maybeNumber, secondsLeft: maybeNumber, told: z.nullable(told) }),
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({ kind: z.literal('failed'), told }),
])

/** Undefined for what no job says. */
export const readJobMessage = (received: unknown): JobMessage | undefined => message.safeParse(received).data

const opening = z.strictObject({ folder: z.string(), accountId: z.string(), program: z.string() })
const job = z.strictObject({
  table: z.enum(['log', 'trades', 'fills', 'orders', 'ledger', 'decisions']), format: z.enum(['csv', 'json']), from: z.int(), to: z.int(), books: opening, archive: opening, file: z.string(),
})

/** Throws for anything else. */
export const readJob = ([json = '']: readonly string[]): ExportJob => job.parse(JSON.parse(json))
