import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { run, type Ended } from './child.ts'
import type { Check, Fault } from './fault.ts'

/** caught: the named check failed as a check. broken: it said neither yes nor no, as when it crashed or did not run. */
export interface Verdict {
  readonly state: 'passes' | 'caught' | 'broken'
  readonly detail: string
}

const LAYERS = { file: 'tests/architecture/layers.test.ts', test: 'imports only what each folder may see' }
const REPORT = '.tsc/fault.json'

/** Runs the check of a fault in a copy of the tree. */
export function judge({ check, files }: Pick<Fault, 'check' | 'files'>, copy: string): Promise<Verdict> {
  switch (check.tool) {
    case 'vitest':
      return judgeByTest(check, copy)
    case 'layers':
      return judgeByTest({ ...LAYERS, says: `${check.rule}: ` }, copy)
    case 'tsc':
      return judgeByTool(copy, ['typescript/bin/tsc', '-b'], (line) => line.includes(`error ${check.rule}:`))
    case 'oxlint':
      return judgeByTool(copy, ['oxlint/bin/oxlint', '--format=unix', ...files], (line) => line.includes(`(${check.rule})`))
    case 'knip':
      return judgeByTool(copy, ['knip/bin/knip.js', '--include', check.rule, '--reporter=compact', '--no-exit-code'], (line) => files.some((file) => line.startsWith(`${file}:`)))
  }
}

/** Undefined when the types are right; else the first complaint. */
export async function typeError(copy: string): Promise<string | undefined> {
  const ended = await runTool(copy, ['typescript/bin/tsc', '-b'])
  return ended.code === 0 ? undefined : tail(ended)
}

const runTool = (copy: string, [script, ...args]: readonly string[]): Promise<Ended> =>
  run(process.execPath, [join('node_modules', script!), ...args], copy, { NO_COLOR: '1', FORCE_COLOR: '', HAETAE_TEST_DATA: resolve(process.env['HAETAE_TEST_DATA'] ?? '../shared/data') })

async function judgeByTool(copy: string, command: readonly string[], names: (line: string) => boolean): Promise<Verdict> {
  const ended = await runTool(copy, command)
  const found = ended.output.split('\n').find(names)
  if (found !== undefined) return { state: 'caught', detail: found.trim() }
  return ended.code === 0 ? { state: 'passes', detail: '' } : { state: 'broken', detail: `the tool complains about something else: ${tail(ended)}` }
}

interface TestResult {
  readonly ancestorTitles: readonly string[]
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

async function judgeByTest({ file, test, says = '' }: { readonly file: string; readonly test: string; readonly says?: string }, copy: string): Promise<Verdict> {
  if (!existsSync(join(copy, file))) return { state: 'broken', detail: `there is no ${file}` }
  const pattern = `^${test.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(' > ', ' (?:> )?')}$`
  const ended = await runTool(copy, ['vitest/vitest.mjs', 'run', file, '--testNamePattern', pattern, '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`])
  if (ended.tooLong || !existsSync(join(copy, REPORT))) return { state: 'broken', detail: `${file} did not come to an end: ${tail(ended)}` }
  const report = JSON.parse(readFileSync(join(copy, REPORT), 'utf8')) as { readonly testResults: readonly { readonly message?: string; readonly assertionResults: readonly TestResult[] }[] }
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' > ') === test)
  if (results.length === 1) return verdictOf(results[0]!, ended.output, says)
  const why = results.length > 1 ? 'more than one test has this name' : report.testResults.map(({ message }) => message).find(Boolean) ?? 'no test has this name'
  return { state: 'broken', detail: `${file} > ${test}: ${firstLine(why)}` }
}

/** A failed expectation is what a test is for; any other error may have nothing to do with what it says. `output` is what people read. */
function verdictOf({ status, failureMessages }: TestResult, output: string, says: string): Verdict {
  if (status === 'passed') return { state: 'passes', detail: '' }
  if (status !== 'failed') return { state: 'broken', detail: `the test was ${status}` }
  const other = failureMessages.find((message) => !isExpectation(message, output))
  if (other !== undefined) return { state: 'broken', detail: `the test did not fail by an expectation: ${firstLine(other)}` }
  return output.includes(says) ? { state: 'caught', detail: firstLine(failureMessages[0] ?? '') } : { state: 'broken', detail: `it failed without saying ${says}` }
}

/** A property that does not hold has the expectation that failed as its cause. */
const isExpectation = (message: string, output: string): boolean =>
  /^AssertionError\b/.test(message) || (/^Error: Property failed\b/.test(message) && /^Caused by: AssertionError\b/m.test(output))

const firstLine = (text: string): string => text.split('\n').find((line) => line.trim())?.trim() ?? ''
const tail = ({ output, tooLong }: Ended): string => (tooLong ? 'it took too long' : firstLine(output) || 'it said nothing')

/** Faults of one key are noticed by the same run, so it is proved once that it passes without them. */
export const keyOf = ({ check, files }: { readonly check: Check; readonly files: readonly string[] }): string => JSON.stringify(check.tool === 'oxlint' || check.tool === 'knip' ? [check, files] : check)
