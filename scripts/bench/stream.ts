import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { atLeast, medianSpread, milliseconds, spreadOf, type BenchResult, type Figures, type Spread } from './figures.ts'
import { medianTimes, type Times } from './stopwatch.ts'
import { hasCcxt } from './stream-ccxt.ts'
import type { HostAnswer, HostOrder } from './stream-host.ts'
import { hasFrames, recordedFrames } from './stream-recording.ts'
import type { Rival, WorkerAnswer, WorkerOrder, WorkerResult } from './stream-worker.ts'

/** In turn, so that what other programs do to one they do to all. */
const ROUNDS = 7
const SOCKET_ROUNDS = 5
const PACED_ROUNDS = 3
const PACED_SPEED = 10
const PACED_FRAMES = 25_000
const CCXT_RATIO = 3

const NAMES: Readonly<Record<Rival, string>> = { parse: 'JSON.parse alone', ours: 'our feed', ccxt: 'ccxt.pro' }

/** How many messages of a real market a second are read and applied, and how soon after they were sent. */
export async function benchStream(): Promise<BenchResult> {
  if (!hasFrames) throw new Error('the recorded frames are not here: set HAETAE_TEST_DATA')
  const count = recordedFrames().frames.length
  if (!hasCcxt) console.log('ccxt.pro: not compared, `npm run conformance` installs it')
  const rivals: readonly Rival[] = hasCcxt ? ['parse', 'ours', 'ccxt'] : ['parse', 'ours']
  const host = new Child<HostOrder, HostAnswer>('./stream-host.ts')
  const workers = new Map(rivals.map((rival) => [rival, new Child<WorkerOrder, WorkerAnswer>('./stream-worker.ts', rival)]))
  try {
    const { streamUrl } = (await host.next()) as Extract<HostAnswer, { kind: 'listening' }>
    console.log(`${count.toLocaleString('en')} recorded frames of BTCUSDT: book, best prices, trades; medians of rounds in turn`)
    const inProcess = await speeds('in process', workers, count, (worker) => worker.ask({ kind: 'round' }))
    const socket = await speeds('through a socket', workers, count, (worker) => throughSocket({ host, worker, streamUrl, frames: count, speed: null }).then(({ result }) => result))
    const latency = await latencies(workers, (worker) => throughSocket({ host, worker, streamUrl, frames: PACED_FRAMES, speed: PACED_SPEED }))
    return { name: 'stream', figures: { frames: count, inProcessUs: inProcess.figures, socketUs: socket.figures, sentToAppliedMs: latency }, targets: targetsOf(inProcess.us, socket.us) }
  } finally {
    for (const child of [host, ...workers.values()]) child.stop()
  }
}

type Workers = ReadonlyMap<Rival, Child<WorkerOrder, WorkerAnswer>>

/** Processor time of one message, by rival. */
type Costs = ReadonlyMap<Rival, Times>

function targetsOf(inProcess: Costs, socket: Costs): BenchResult['targets'] {
  const ratio = (costs: Costs): number => (costs.get('ccxt')?.cpu ?? Number.NaN) / costs.get('ours')!.cpu
  return [atLeast('messages a second against ccxt.pro, in process, of processor time', ratio(inProcess), CCXT_RATIO, 'times'), atLeast('messages a second against ccxt.pro, through a socket, of processor time', ratio(socket), CCXT_RATIO, 'times')]
}

async function speeds(where: string, workers: Workers, frames: number, run: (worker: Child<WorkerOrder, WorkerAnswer>) => Promise<WorkerAnswer>): Promise<{ readonly us: Costs; readonly figures: Figures }> {
  const runs = new Map<Rival, Times[]>([...workers.keys()].map((rival) => [rival, []]))
  for (let round = 0; round <= (where === 'in process' ? ROUNDS : SOCKET_ROUNDS); round++) {
    const results: WorkerResult[] = []
    for (const [rival, worker] of workers) {
      const result = (await run(worker)) as WorkerResult
      results.push(result)
      // The first is for the compiler.
      if (round > 0) runs.get(rival)!.push({ wall: (result.times.wall / frames) * 1_000, cpu: (result.times.cpu / frames) * 1_000 })
    }
    compare(results)
  }
  const us = new Map([...runs].map(([rival, times]) => [rival, medianTimes(times)]))
  const parse = us.get('parse')!.cpu
  for (const [rival, { wall, cpu }] of us) console.log(`${where}, ${NAMES[rival]}: ${wall.toFixed(2)} µs by the clock, ${cpu.toFixed(2)} µs of processor time, ${Math.round(1e6 / cpu).toLocaleString('en')} messages in a second of it; ${(cpu / parse).toFixed(2)} times JSON.parse`)
  return { us, figures: Object.fromEntries([...us].map(([rival, times]) => [rival, { ...times }])) }
}

/** Books of the same frames end alike, or one of them is wrong and no figure is worth anything. */
function compare(results: readonly WorkerResult[]): void {
  const [first, ...others] = results.flatMap(({ outcome }) => (outcome ? [JSON.stringify(outcome)] : []))
  for (const other of others) if (other !== first) throw new Error(`the books differ: ${first} and ${other}`)
}

async function latencies(workers: Workers, run: (worker: Child<WorkerOrder, WorkerAnswer>) => Promise<Sent>): Promise<Figures> {
  const spreads = new Map<Rival, Spread[]>([...workers.keys()].map((rival) => [rival, []]))
  for (let round = 0; round < PACED_ROUNDS; round++) {
    for (const [rival, worker] of workers) {
      const { result, sentAt } = await run(worker)
      spreads.get(rival)!.push(spreadOf([...result.doneAt].map((at, index) => at - sentAt[index]!)))
    }
  }
  const medians = [...spreads].map(([rival, each]) => [rival, medianSpread(each)] as const)
  for (const [rival, { p50, p99, most }] of medians) console.log(`sent to applied, at ${PACED_SPEED} times the recorded pace, ${NAMES[rival]}: p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, most ${milliseconds(most)}`)
  return Object.fromEntries(medians.map(([rival, spread]) => [rival, { ...spread }]))
}

interface Sent {
  readonly result: WorkerResult
  readonly sentAt: Float64Array
}

interface Sending extends HostOrder {
  readonly host: Child<HostOrder, HostAnswer>
  readonly worker: Child<WorkerOrder, WorkerAnswer>
  readonly streamUrl: string
}

async function throughSocket({ host, worker, streamUrl, frames, speed }: Sending): Promise<Sent> {
  await worker.ask({ kind: 'join', streamUrl, frames })
  const sent = host.ask({ frames, speed })
  const result = (await worker.next()) as WorkerResult
  const { sentAt } = (await sent) as Extract<HostAnswer, { kind: 'sent' }>
  return { result, sentAt }
}

/** A process of its own, so that one rival's garbage is not collected in another's time. */
class Child<Order extends object, Answer> {
  readonly #child: ChildProcess
  readonly #answers: Answer[] = []
  #waiting: PromiseWithResolvers<void> = Promise.withResolvers()

  constructor(module: string, ...args: readonly string[]) {
    this.#child = fork(fileURLToPath(import.meta.resolve(module)), args, { serialization: 'advanced' })
    this.#child.on('message', (answer) => (this.#answers.push(answer as Answer), this.#waiting.resolve()))
    this.#child.once('close', (code) => this.#waiting.reject(new Error(`${module} ended with ${String(code)}`)))
    this.#waiting.promise.catch(() => {})
  }

  ask(order: Order): Promise<Answer> {
    this.#child.send(order)
    return this.next()
  }

  async next(): Promise<Answer> {
    while (this.#answers.length === 0) {
      await this.#waiting.promise
      this.#waiting = Promise.withResolvers()
      this.#waiting.promise.catch(() => {})
    }
    return this.#answers.shift()!
  }

  stop(): void {
    this.#child.disconnect()
  }
}
