/** ok: as it should be. warn: it works, but somebody should look. failed: something will not work. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'failed'
  /** What was found, and for anything but ok what to do. */
  readonly detail: string
}

/** Something to look at that stops nothing. */
export class Warning extends Error {
  override readonly name = 'Warning'
}

/** Runs one check. `work` answers what it found; what it throws is a failure, but for a Warning. */
export async function check(name: string, work: () => string | Promise<string>): Promise<Check> {
  try {
    return { name, state: 'ok', detail: await work() }
  } catch (error) {
    return { name, state: error instanceof Warning ? 'warn' : 'failed', detail: error instanceof Error ? error.message : String(error) }
  }
}
