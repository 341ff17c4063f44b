import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod/mini'
import { profileKey } from '../../src-shared/contract/schemas.ts'
import { told } from '../../src-shared/contract/told-codes.ts'
import type { AskAnswer, Told } from '../../src-shared/contract/workstation-views.ts'
import type { Clock } from '../base/clock.port.ts'
import { errorCode } from '../storage/refusal.ts'

const KEYS_MAX = 200
const schema = z.record(profileKey, z.string())

export interface ProfileParts {
  readonly path: string
  readonly clock: Clock
  readonly tell: (notice: Told) => void
}

/**
 * What windows want remembered between sessions, in one file that is replaced as a whole. It is read once; one that cannot be read is put
 * aside, and people begin with an empty one.
 */
export class Profile {
  readonly #parts: ProfileParts
  readonly #values: Promise<Map<string, string>>
  #written: Promise<unknown> = Promise.resolve()

  constructor(parts: ProfileParts) {
    this.#parts = parts
    this.#values = this.#read()
  }

  async get(key: string): Promise<string | null> {
    return (await this.#values).get(key) ?? null
  }

  /** Null: forget it. Accepted once it is on the disk. */
  async put(key: string, value: string | null): Promise<AskAnswer> {
    const values = await this.#values
    if (value !== null && !values.has(key) && values.size >= KEYS_MAX) return { accepted: false, reason: told('profile-full', { keys: KEYS_MAX }) }
    if (value === null) values.delete(key)
    else values.set(key, value)
    const writing = this.#written.then(() => this.#write(JSON.stringify(Object.fromEntries(values), undefined, 1)))
    this.#written = writing.catch(() => undefined)
    return writing.then(() => ({ accepted: true as const }), (error: unknown) => this.#unwritten(error))
  }

  /** Resolves when all that was put is written, or could not be. */
  async settled(): Promise<void> {
    await this.#written
  }

  async #read(): Promise<Map<string, string>> {
    const { path, clock, tell } = this.#parts
    try {
      return new Map(Object.entries(schema.parse(JSON.parse(await readFile(path, 'utf8')))))
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return new Map()
      const aside = `${path}.broken-${clock.now()}`
      await rename(path, aside).catch(() => undefined)
      tell(told('profile-put-aside', { file: aside }))
      return new Map()
    }
  }

  async #write(text: string): Promise<void> {
    const { path } = this.#parts
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.new-${process.pid}`
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  }

  #unwritten(error: unknown): AskAnswer {
    return { accepted: false, reason: told('file-not-written', { file: this.#parts.path, detail: error instanceof Error ? error.message : String(error) }) }
  }
}
