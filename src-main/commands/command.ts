import type { ParseArgsOptionsConfig } from 'node:util'
import type { Clock } from '../base/clock.port.ts'
import { parseIsoTime } from '../base/system-calendar.ts'

/** What a command may touch of the place it runs in. */
export interface Terminal {
  /** Results: one line, to standard output. */
  readonly out: (line: string) => void
  /** What went wrong and what to do, to standard error. */
  readonly error: (line: string) => void
  /** How far long work has come; shown only to a person, overwritten by the next. */
  readonly progress: (text: string) => void
  /** HAETAE_HOME, or the platform's place. */
  readonly home: string
  /** The folder that holds models/ and dist/. */
  readonly root: string
  readonly program: string
  readonly clock: Clock
  /** True once a person has asked to stop. */
  readonly cancelled: () => boolean
  /** Resolves then. */
  readonly stopAsked: Promise<void>
}

/** A command's answer to the shell. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, busy: 4, cancelled: 130 } as const

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

export interface Command {
  readonly name: string
  readonly summary: string
  /** The whole help text below the summary: options and examples. */
  readonly help: string
  readonly options: ParseArgsOptionsConfig
  /** Names of what stands without a flag, as FILE; one that may be left out stands last, as [COPY]. */
  readonly positionals: readonly string[]
  run(values: Values, positionals: readonly string[], terminal: Terminal): Promise<number>
}

/** What a person typed that cannot be meant. Ends the command with exit code 2 and a pointer to the help. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function text(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** Of an option that may be given more than once. */
export function texts(values: Values, name: string): readonly string[] {
  const value = values[name]
  return Array.isArray(value) ? (value as readonly string[]) : []
}

export function needed(values: Values, name: string): string {
  const value = text(values, name)
  if (!value) throw new UsageError(`--${name} is needed`)
  return value
}

export function wholeNumber(values: Values, name: string, { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number }): number {
  const value = text(values, name)
  if (value === undefined) return otherwise
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= least && number <= most)) throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${value}"`)
  return number
}

/** '2023-05-01', '2023-05-01T12:00:00Z' or milliseconds since 1970, UTC. */
export function timeOption(values: Values, name: string, otherwise: number): number {
  const value = text(values, name)
  if (value === undefined) return otherwise
  const time = /^\d{10,}$/.test(value) ? Number(value) : parseIsoTime(value)
  if (time === undefined) throw new UsageError(`--${name} takes a date such as 2023-05-01 or 2023-05-01T12:00:00Z (UTC), not "${value}"`)
  return time
}
