import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { run } from './child.ts'

/** Copies of the working tree in a folder of the system, so that no fault is ever planted in the tree itself. */
export class Copies {
  readonly #folder = mkdtempSync(join(tmpdir(), 'haetae-faults-'))
  #count = 0

  get base(): string {
    return join(this.#folder, 'base')
  }

  /** What belongs to the project, as it is now: tracked and new files, but none that are ignored. Packages are lent, not copied. */
  async takeBase(): Promise<void> {
    const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], '.')
    if (listed.code !== 0) throw new Error(`git does not list the files: ${listed.output}`)
    for (const path of new Set(listed.output.split('\0').filter((path) => path && existsSync(path)))) {
      mkdirSync(dirname(join(this.base, path)), { recursive: true })
      cpSync(path, join(this.base, path), { preserveTimestamps: true })
    }
    symlinkSync(resolve('node_modules'), join(this.base, 'node_modules'), 'junction')
    mkdirSync(join(this.base, '.tsc'), { recursive: true })
  }

  /** Hands a copy of the base to `work` and removes it afterwards. */
  async with<Result>(work: (copy: string) => Promise<Result>): Promise<Result> {
    const copy = join(this.#folder, String(++this.#count))
    cpSync(this.base, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
    try {
      return await work(copy)
    } finally {
      rmSync(copy, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  /** Undefined when the patch went in; else what git says. */
  async apply(patch: string, copy: string): Promise<string | undefined> {
    const ended = await run('git', ['apply', '--whitespace=nowarn', resolve(patch)], copy, { GIT_CEILING_DIRECTORIES: this.#folder })
    return ended.code === 0 ? undefined : ended.output.trim().replaceAll('\n', '; ')
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
