/* The line between the double, in the program's process, and the test that started it. */
type Command = (argument: never) => unknown

interface FromTest {
  readonly id: number
  readonly command?: string
  readonly argument?: unknown
  /** To a question of ours. */
  readonly answer?: unknown
}

const commands = new Map<string, Command>()
const questions = new Map<number, (answer: unknown) => void>()
let lastQuestion = 0

/** A test that has gone hears nothing more. */
const tell = (message: object): void => void process.send?.(message, undefined, undefined, () => undefined)

/** Something the program did to the outside. */
export function record(kind: string, detail: unknown = null): void {
  tell({ record: { kind, detail } })
}

/** What a test can make happen. */
export function onCommand<Argument>(name: string, command: (argument: Argument) => unknown): void {
  commands.set(name, command)
}

/** What a person would decide is decided by the test. */
export function askTest(question: string, detail: unknown): Promise<unknown> {
  const id = ++lastQuestion
  tell({ id, question, detail })
  return new Promise((resolve) => questions.set(id, resolve))
}

async function run({ id, command = '', argument }: FromTest): Promise<void> {
  try {
    const found = commands.get(command)
    if (!found) throw new Error(`the double has no command ${command}`)
    tell({ id, value: (await found(argument as never)) ?? null })
  } catch (error) {
    tell({ id, error: error instanceof Error ? error.message : String(error) })
  }
}

process.on('message', (message: FromTest) => {
  if (message.command !== undefined) return void run(message)
  questions.get(message.id)?.(message.answer)
  questions.delete(message.id)
})
// The test has gone, and so do we: nothing may stay behind.
process.on('disconnect', () => process.exit(0))
