import { z } from 'zod/mini'
import { opening } from '../../src-shared/contract/schemas.ts'
import type { Birth, EnginePlace } from '../supervision/engine-handle.ts'

const beginning = z.strictObject({
  opening, trading: z.boolean(), paused: z.optional(z.boolean()), accountId: z.optional(z.string()), strategyId: z.optional(z.string()), dayBoundary: z.optional(z.enum(['utc', 'kst'])), policyId: z.optional(z.enum(['expected-value', 'random-entry', 'seeded-random'])),
})

const schema = z.strictObject({
  home: z.string().check(z.minLength(1)), root: z.string().check(z.minLength(1)),
  birth: z.strictObject({ recentCrashes: z.int(), exitsOnly: z.boolean(), beginning: z.union([z.literal('last'), beginning, z.null()]) }),
})

/** What `engineArguments` wrote. Throws for anything else. */
export const readArguments = ([json = '']: readonly string[]): EnginePlace & { readonly birth: Birth } => schema.parse(JSON.parse(json)) as EnginePlace & { readonly birth: Birth }
