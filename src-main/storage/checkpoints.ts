import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { moveDurably, syncFile } from './durable-files.ts'
import { errorCode } from './refusal.ts'

const STAGE = /^[a-z0-9][a-z0-9-]{0,79}$/
const SUM_BYTES = 32

/** Of one run, below the account's folder. */
export const stagesFolder = (accountFolder: string, runId: string): string => join(accountFolder, 'evaluations', runId)

/**
 * What a long piece of work has come to, stage by stage, so that it goes on where it was killed. A stage is there whole or not at all. What was
 * written under another key (other data, another wish, another version), or was damaged since, counts as not there: it is worked out again.
 */
export class Checkpoints {
  readonly #folder: string
  readonly #key: string

  /** Makes the folder at the first stage that is kept. */
  constructor(folder: string, key: string) {
    this.#folder = folder
    this.#key = key
  }

  /** What was kept of a stage, else what is worked out now and kept. Anything that a structured clone can hold. */
  async stage<Value>(name: string, work: () => Promise<Value> | Value): Promise<Value> {
    const known = this.#read(name)
    if (known) return known.value as Value
    const value = await work()
    this.#write(name, value)
    return value
  }

  has(name: string): boolean {
    return this.#read(name) !== undefined
  }

  /** The work is done: nothing is kept of it. */
  forget(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #read(name: string): { readonly value: unknown } | undefined {
    try {
      const bytes = readFileSync(this.#path(name))
      const body = bytes.subarray(SUM_BYTES)
      return bytes.subarray(0, SUM_BYTES).equals(sumOf(this.#key, body)) ? { value: deserialize(body) } : undefined
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      throw error
    }
  }

  #write(name: string, value: unknown): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const body = serialize(value)
    const path = this.#path(name)
    writeFileSync(`${path}.new`, Buffer.concat([sumOf(this.#key, body), body]), { mode: 0o600 })
    syncFile(`${path}.new`)
    moveDurably(`${path}.new`, path)
  }

  #path(name: string): string {
    if (!STAGE.test(name)) throw new RangeError(`"${name}" cannot be the name of a stage: use a-z, 0-9 and dashes`)
    return join(this.#folder, name)
  }
}

/** Of the key, too: what belongs to something else does not fit. */
const sumOf = (key: string, body: Uint8Array): Buffer => createHash('sha256').update(`${key.length}:${key}`).update(body).digest()
