import type { Check } from '../support/check.ts'
import type { Change } from '../support/proxy.ts'
import { openWorld } from '../support/world.ts'

export interface Attempt {
  /** Why the check failed; undefined when it passed. */
  readonly failure: string | undefined
  /** Routes and kinds of messages that it met. */
  readonly passed: ReadonlySet<string>
}

/** Some clients wait for ever for what does not come. */
const LIMIT_MS = 10_000

const limit = (): Promise<string> => new Promise((done) => setTimeout(() => done('it did not end'), LIMIT_MS).unref())

/** Runs a check on a server of its own, which departs from the venue in one thing where it is told to. */
export async function attempt(check: Check, change?: Change): Promise<Attempt> {
  const world = await openWorld()
  world.proxy.change = change
  try {
    const ended = check.run(world).then(() => undefined, (error: unknown) => (error instanceof Error ? error.message : String(error)))
    const failure = await Promise.race([ended, limit()])
    return { failure, passed: new Set(world.proxy.passed) }
  } finally {
    await world.close()
  }
}
