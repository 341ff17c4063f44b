import type { TimeMs } from '../../src-shared/domain/units.ts'
import { main } from '../../src-main/commands/main.ts'
import type { Terminal } from '../../src-main/commands/command.ts'

/** 2053: later than any file that a test writes. */
export const NOW = 2_650_000_000_000 as TimeMs

export interface Spoken {
  readonly code: number
  readonly out: string
  readonly error: string
}

/** Runs a command in this process and keeps what it said. */
export async function haetae(args: readonly string[], place: Partial<Terminal> & { readonly home: string }): Promise<Spoken> {
  let out = ''
  let error = ''
  const code = await main(args, {
    out: (line) => void (out += `${line}\n`), error: (line) => void (error += `${line}\n`), progress: () => {},
    root: process.cwd(), program: '0.1.0', clock: { now: () => NOW }, cancelled: () => false, stopAsked: new Promise(() => {}), ...place,
  })
  return { code, out, error }
}
