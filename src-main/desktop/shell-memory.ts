import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod/mini'
import type { ShellPreferences } from '../../src-shared/contract/desktop.ts'
import type { Schema } from '../../src-shared/contract/schemas.ts'
import type { Place } from './window-place.ts'

export interface Remembered {
  /** Null until a person has chosen: then the system's. */
  readonly language: ShellPreferences['language'] | null
  readonly theme: ShellPreferences['theme']
  readonly places: Readonly<Record<string, Place>>
  /** The keys of the windows that were open when the program ended. */
  readonly open: readonly string[]
}

const NOTHING: Remembered = { language: null, theme: 'dark', places: {}, open: [] }
const key = z.string().check(z.regex(/^(?:main|[2-9]|[1-9]\d)$/))

const schema: Schema<Remembered> = z.strictObject({
  language: z.nullable(z.enum(['en', 'ko'])),
  theme: z.enum(['dark', 'light', 'system']),
  places: z.record(key, z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), isMaximized: z.boolean() })),
  open: z.array(key).check(z.maxLength(16)),
})

/** What the shell keeps between sessions, in a small file. A file that cannot be read or written costs comfort only. */
export class ShellMemory {
  readonly #path: string
  #now: Remembered

  constructor(path: string) {
    this.#path = path
    this.#now = read(path)
  }

  get now(): Remembered {
    return this.#now
  }

  put(change: Partial<Remembered>): void {
    this.#now = { ...this.#now, ...change }
    try {
      writeFileSync(`${this.#path}.new`, JSON.stringify(this.#now), { mode: 0o600 })
      renameSync(`${this.#path}.new`, this.#path)
    } catch {
      // A full disk is told elsewhere, by those for whom it matters.
    }
  }
}

function read(path: string): Remembered {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? NOTHING
  } catch {
    return NOTHING
  }
}
