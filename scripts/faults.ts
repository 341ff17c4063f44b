import { judge, keyOf, typeError, type Verdict } from './faults/check.ts'
import { endAll } from './faults/child.ts'
import { Copies } from './faults/copies.ts'
import { readFaults, wordsOf, type Fault } from './faults/fault.ts'

// npm run faults [-- NAME …]: plants each fault of tests/faults in a copy of the tree and sees whether the check named in it notices.
const AT_ONCE = 2

/** Undefined when the named check, and not the compiler, noticed the fault; else why it counts as not caught. */
async function missed(fault: Fault, sound: Promise<Verdict>, copies: Copies): Promise<string | undefined> {
  const before = await sound
  if (before.state !== 'passes') return `the check fails without the fault: ${before.detail}`
  return copies.with(async (copy) => {
    const refusal = await copies.apply(fault.patch, copy)
    if (refusal !== undefined) return `the patch no longer applies: ${refusal}`
    const wrong = fault.check.tool === 'tsc' ? undefined : await typeError(copy)
    if (wrong !== undefined) return `the patch does not compile, so it shows nothing: ${wrong}`
    const { state, detail } = await judge(fault, copy)
    if (state === 'caught') return undefined
    return state === 'passes' ? 'the check passes with the fault in place' : detail
  })
}

async function report(fault: Fault, sound: Promise<Verdict>, copies: Copies): Promise<boolean> {
  const begun = performance.now()
  const why = await missed(fault, sound, copies)
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  console.log(`${why === undefined ? 'caught    ' : 'NOT caught'} ${fault.name} (${fault.about}) by ${wordsOf(fault.check)} ${seconds} s${why === undefined ? '' : `\n           ${why}`}`)
  return why === undefined
}

/** Two at a time; a check that several faults name is proved sound once. */
async function runAll(faults: readonly Fault[], copies: Copies): Promise<readonly boolean[]> {
  await copies.takeBase()
  const wrong = await typeError(copies.base)
  if (wrong !== undefined) {
    console.log(`the tree does not compile without a fault, so nothing can be shown: ${wrong}`)
    return faults.map(() => false)
  }
  const sound = new Map<string, Promise<Verdict>>()
  const queue = [...faults]
  const results: boolean[] = []
  const worker = async (): Promise<void> => {
    for (let fault = queue.shift(); fault; fault = queue.shift()) {
      const key = keyOf(fault)
      const proved = sound.get(key) ?? copies.with((copy) => judge(fault, copy))
      sound.set(key, proved)
      results.push(await report(fault, proved, copies))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}

function chosen(names: readonly string[]): readonly Fault[] {
  const faults = readFaults('tests/faults')
  const unknown = names.filter((name) => !faults.some((fault) => fault.name === name))
  if (unknown.length > 0) throw new Error(`there is no fault ${unknown.join(', ')}; there are ${faults.map(({ name }) => name).join(', ')}`)
  return names.length === 0 ? faults : faults.filter(({ name }) => names.includes(name))
}

let copies: Copies | undefined
const stop = (code: number): void => {
  endAll()
  copies?.remove()
  process.exit(code)
}
process.once('SIGINT', () => stop(130))
process.once('SIGTERM', () => stop(143))

try {
  const faults = chosen(process.argv.slice(2))
  copies = new Copies()
  const results = await runAll(faults, copies)
  const passed = results.filter(Boolean).length
  console.log(`${passed} passed, ${results.length - passed} failed`)
  stop(passed === results.length && passed > 0 ? 0 : 1)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  stop(2)
}
