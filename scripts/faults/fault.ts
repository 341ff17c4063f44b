import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What has to notice a fault: one test by its file and name, or one rule of a tool. */
export type Check =
  | { readonly tool: 'vitest'; readonly file: string; readonly test: string }
  | { readonly tool: 'layers' | 'oxlint' | 'tsc' | 'knip'; readonly rule: string }

export interface Fault {
  readonly name: string
  readonly patch: string
  /** What goes wrong, in words. */
  readonly about: string
  readonly check: Check
  /** What the patch changes. */
  readonly files: readonly string[]
}

/** All patches of a folder, by name. Throws an Error that names the patch whose header cannot be read. */
export function readFaults(folder: string): readonly Fault[] {
  return readdirSync(folder).filter((name) => name.endsWith('.patch')).toSorted().map((name) => faultOf(join(folder, name)))
}

function faultOf(patch: string): Fault {
  const text = readFileSync(patch, 'utf8')
  const header = text.slice(0, text.search(/^(?:diff|---) /m))
  const line = (key: string): string => {
    const found = new RegExp(`^# ${key}: (\\S.*)$`, 'm').exec(header)?.[1]
    if (!found) throw new Error(`${patch} needs a line '# ${key}: …' above the patch`)
    return found.trim()
  }
  const files = [...text.matchAll(/^\+\+\+ b\/(.+)$/gm)].map(([, path]) => path!)
  return { name: basename(patch, '.patch'), patch, about: line('fault'), check: checkOf(line('check'), patch), files }
}

function checkOf(words: string, patch: string): Check {
  const test = /^vitest (\S+) > (.+)$/.exec(words)
  if (test) return { tool: 'vitest', file: test[1]!, test: test[2]! }
  const rule = /^(layers|oxlint|tsc|knip) (\S+)$/.exec(words)
  if (rule) return { tool: rule[1] as 'layers' | 'oxlint' | 'tsc' | 'knip', rule: rule[2]! }
  throw new Error(`${patch}: '${words}' is no check. Write 'vitest FILE > NAME OF THE TEST', or one of layers, oxlint, tsc, knip and the name of a rule`)
}

export const wordsOf = (check: Check): string => (check.tool === 'vitest' ? `${check.file} > ${check.test}` : `${check.tool} ${check.rule}`)
