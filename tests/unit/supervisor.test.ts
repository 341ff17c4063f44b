import { expect, it } from 'vitest'
import type { Beginning } from '../../src-main/supervision/beginning.ts'
import type { Birth, EngineHandle } from '../../src-main/supervision/engine-handle.ts'
import type { EngineMessage, ShellMessage } from '../../src-main/supervision/messages.ts'
import { BACK_OFF_MS, CRASH_WINDOW_MS, PING_MS, SERVING_WITHIN_MS, STOP_WITHIN_MS, Supervisor, UNANSWERED_MAX } from '../../src-main/supervision/supervisor.ts'
import { settled, VirtualTime } from '../support/virtual-time.ts'

/** An engine's process whose life is in the test's hands. */
class Life implements EngineHandle {
  readonly birth: Birth
  readonly heard: ShellMessage[] = []
  killed = false
  #say: (message: EngineMessage) => void = () => {}
  #exit: () => void = () => {}

  constructor(birth: Birth) {
    this.birth = birth
  }

  /** A life whose loop hangs takes messages and answers none. */
  hangs = false

  send(message: ShellMessage): void {
    if (message.kind !== 'ping') this.heard.push(message)
    else if (!this.hangs) queueMicrotask(() => this.#say({ kind: 'pong' }))
  }

  onMessage(listener: (message: EngineMessage) => void): void {
    this.#say = listener
  }

  onExit(listener: () => void): void {
    this.#exit = listener
  }

  kill(): void {
    this.killed = true
    this.die()
  }

  say(message: EngineMessage): void {
    this.#say(message)
  }

  die(): void {
    this.#exit()
  }
}

const DEMO: Beginning = { opening: { mode: 'demo', seed: 5, speed: 60, edge: 'trend' }, trading: true }
const REPLAY: Beginning = { opening: { mode: 'replay', instruments: ['BTCUSDT'], from: null, to: null, speed: 100 }, trading: false }

function supervised(beginning: Birth['beginning'] = DEMO) {
  const time = new VirtualTime()
  const lives: Life[] = []
  const told: string[] = []
  const supervisor = new Supervisor<Life>({ fork: (birth) => (lives.push(new Life(birth)), lives.at(-1)!), beginning, clock: time, timer: time })
  supervisor.listen({ onServing: (life) => void told.push(`serving ${lives.indexOf(life)}`), onDown: (life) => void told.push(`down ${lives.indexOf(life)}`), onMessage: ({ kind }) => void (kind === 'pong' || told.push(kind)) })
  supervisor.start()
  return { time, lives, told, supervisor, last: () => lives.at(-1)! }
}

/** Dies, and waits until the next life has begun and serves. */
async function deaths({ time, lives, last }: ReturnType<typeof supervised>, count: number): Promise<number[]> {
  const waits: number[] = []
  for (let death = 0; death < count; death++) {
    const before = lives.length
    const died = time.now()
    last().die()
    while (lives.length === before) await time.pass(10)
    waits.push(time.now() - died)
    last().say({ kind: 'serving' })
  }
  return waits
}

it('starts an engine that died again, after a wait that grows to five seconds', async () => {
  const waits = await deaths(supervised(), 7)
  expect(waits).toEqual([...BACK_OFF_MS, 5_000, 5_000])
})

it('tells a new life how many died within five minutes, and from the third on to do exits only', async () => {
  const all = supervised()
  await deaths(all, 4)
  expect(all.lives.map(({ birth }) => [birth.recentCrashes, birth.exitsOnly])).toEqual([[0, false], [1, false], [2, false], [3, true], [4, true]])
})

it('forgets deaths after five minutes, but not that it was too many once', async () => {
  const seldom = supervised()
  await deaths(seldom, 2)
  await seldom.time.pass(CRASH_WINDOW_MS)
  await deaths(seldom, 1)
  expect(seldom.last().birth).toMatchObject({ recentCrashes: 1, exitsOnly: false })
  const often = supervised()
  await deaths(often, 3)
  await often.time.pass(CRASH_WINDOW_MS)
  await deaths(often, 1)
  expect(often.last().birth).toMatchObject({ recentCrashes: 1, exitsOnly: true })
})

it('goes on with what ran, not with what it was begun with', async () => {
  const all = supervised('last')
  await deaths(all, 1)
  expect(all.last().birth.beginning).toBe('last')
  all.last().say({ kind: 'began', beginning: REPLAY })
  await deaths(all, 1)
  expect(all.last().birth.beginning).toEqual(REPLAY)
  all.last().say({ kind: 'began', beginning: null })
  await deaths(all, 1)
  expect(all.last().birth.beginning).toBeNull()
})

it('has an engine from when it serves until it is gone', async () => {
  const { supervisor, last, told } = supervised()
  expect([supervisor.engine, supervisor.send({ kind: 'suspend' })]).toEqual([undefined, false])
  last().say({ kind: 'serving' })
  expect([supervisor.engine, supervisor.send({ kind: 'suspend' })]).toEqual([last(), true])
  expect(last().heard).toEqual([{ kind: 'suspend' }])
  last().die()
  await settled()
  expect([supervisor.engine, told]).toEqual([undefined, ['serving', 'serving 0', 'down 0']])
})

it('begins a new life in peace when it is asked to, which is no death', async () => {
  const { supervisor, lives, last } = supervised()
  last().say({ kind: 'serving' })
  const restarted = supervisor.restart()
  const again = supervisor.restart()
  expect(last().heard).toEqual([{ kind: 'stop' }])
  last().die()
  await Promise.all([restarted, again])
  expect(lives.map(({ birth }) => birth.recentCrashes)).toEqual([0, 0])
})

it('kills an engine that does not stop, and one that never serves', async () => {
  const stubborn = supervised()
  stubborn.last().say({ kind: 'serving' })
  const stopped = stubborn.supervisor.stop()
  await stubborn.time.pass(STOP_WITHIN_MS - 1)
  expect(stubborn.last().killed).toBe(false)
  await stubborn.time.pass(1)
  await stopped
  expect([stubborn.last().killed, stubborn.lives.length]).toEqual([true, 1])
  const dumb = supervised()
  await dumb.time.pass(SERVING_WITHIN_MS)
  expect(dumb.lives[0]!.killed).toBe(true)
  await dumb.time.pass(BACK_OFF_MS[0]!)
  expect(dumb.last().birth.recentCrashes).toBe(1)
})

it('kills nobody who serves and stops in time', async () => {
  const { supervisor, time, lives, last } = supervised()
  last().say({ kind: 'serving' })
  await time.pass(10 * SERVING_WITHIN_MS)
  const stopped = supervisor.stop()
  last().die()
  await stopped
  await time.pass(10 * STOP_WITHIN_MS)
  expect(lives.map(({ killed }) => killed)).toEqual([false])
})

it('kills an engine that serves and then hangs, which is a death', async () => {
  const { time, lives, last } = supervised()
  last().say({ kind: 'serving' })
  await time.pass(100 * PING_MS)
  last().hangs = true
  await time.pass(UNANSWERED_MAX * PING_MS)
  expect(last().killed).toBe(false)
  await time.pass(PING_MS)
  expect(lives[0]!.killed).toBe(true)
  await time.pass(PING_MS + BACK_OFF_MS[0]!)
  expect(last().birth.recentCrashes).toBe(1)
})

it('starts nothing any more once it was stopped, whether it ran or waited to run', async () => {
  const { supervisor, time, lives, last } = supervised()
  last().die()
  await supervisor.stop()
  await time.pass(60_000)
  expect(lives).toHaveLength(1)
})
