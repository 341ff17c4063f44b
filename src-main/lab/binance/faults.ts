import type { SeededRandom } from '../../base/seeded-random.ts'

/** A way in which the venue, or what lies before it, can go wrong. */
export interface FaultKind {
  readonly name: string
  /** By the numbers of the list of faults that the program must survive. */
  readonly numbers: string
  /** What it does, in one line. */
  readonly says: string
}

/** How a fault is to happen. Every kind reads only what concerns it. */
export interface FaultOptions {
  /** Of those things that it could happen to, from 0 to 1. 1 unless told. */
  readonly chance?: number
  /** It happens so often and is over. */
  readonly count?: number
  /** Only to calls whose path contains it. */
  readonly path?: string
  /** Only to streams whose name contains it. */
  readonly stream?: string
  /** Only to sockets whose path contains it. */
  readonly socket?: string
  readonly symbol?: string
  /** Milliseconds: of waiting in real time, of everything else in the venue's. */
  readonly ms?: number
  /** Of an answer; of an instrument. */
  readonly status?: string
  /** Of a message. */
  readonly field?: string
  readonly value?: string
}

/** What starts and ends with a fault, rather than being asked for each time. */
export interface FaultEffect {
  start(options: FaultOptions): void
  stop?(): void
}

interface Active {
  readonly options: FaultOptions
  left: number
}

/** Which faults are on, and how often each has happened. */
export class Faults {
  readonly #kinds = new Map<string, FaultKind>()
  readonly #effects = new Map<string, FaultEffect>()
  readonly #active = new Map<string, Active>()
  readonly #fired = new Map<string, number>()
  readonly #random: SeededRandom

  constructor(random: SeededRandom) {
    this.#random = random
  }

  /** Makes a kind known. */
  define(kinds: readonly FaultKind[], effects: Readonly<Record<string, FaultEffect>> = {}): void {
    for (const kind of kinds) this.#kinds.set(kind.name, kind)
    for (const [name, effect] of Object.entries(effects)) this.#effects.set(name, effect)
  }

  get kinds(): readonly FaultKind[] {
    return [...this.#kinds.values()]
  }

  /** What is on, with its options. */
  get active(): Readonly<Record<string, FaultOptions>> {
    return Object.fromEntries([...this.#active].map(([name, { options }]) => [name, options]))
  }

  /** How often each has happened. */
  get fired(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#fired)
  }

  /** Throws RangeError for a kind that is not there. */
  known(name: string): void {
    if (!this.#kinds.has(name)) throw new RangeError(`there is no fault "${name}"; there are ${[...this.#kinds.keys()].join(', ')}`)
  }

  /** Throws as `known` does. */
  set(name: string, options: FaultOptions = {}): void {
    this.known(name)
    this.#active.set(name, { options, left: options.count ?? Infinity })
    const effect = this.#effects.get(name)
    if (!effect) return
    this.#count(name)
    effect.start(options)
    // What starts and has no end has happened.
    if (!effect.stop) this.#active.delete(name)
  }

  /** All of them without a name. */
  clear(name?: string): void {
    for (const one of name === undefined ? [...this.#active.keys()] : [name]) {
      if (this.#active.delete(one)) this.#effects.get(one)?.stop?.()
    }
  }

  get isQuiet(): boolean {
    return this.#active.size === 0
  }

  /** Its options when it is on, without happening. */
  look(name: string): FaultOptions | undefined {
    return this.#active.get(name)?.options
  }

  /** Its options when it is on and happens now to what `fits`. */
  take(name: string, fits: (options: FaultOptions) => boolean = () => true): FaultOptions | undefined {
    const active = this.#active.get(name)
    if (!active || !fits(active.options)) return undefined
    const { chance = 1 } = active.options
    if (chance < 1 && this.#random.uniform() >= chance) return undefined
    if (--active.left <= 0) this.#active.delete(name)
    this.#count(name)
    return active.options
  }

  #count(name: string): void {
    this.#fired.set(name, (this.#fired.get(name) ?? 0) + 1)
  }
}

const NUMBERS: ReadonlySet<string> = new Set(['chance', 'count', 'ms'])
const TEXTS: ReadonlySet<string> = new Set(['path', 'stream', 'socket', 'symbol', 'status', 'field', 'value'])

/** 'latency:ms=500:chance=0.1,duplicate' as they are given on a command line. Throws RangeError for what cannot be meant. */
export function parseFaults(text: string): readonly (readonly [name: string, options: FaultOptions])[] {
  return text.split(',').filter((part) => part !== '').map((part) => {
    const [name = '', ...settings] = part.split(':')
    return [name, readOptions(Object.fromEntries(settings.map((setting) => setting.split('=', 2))))] as const
  })
}

/** Options as somebody outside gives them. Throws RangeError for a name or value that is none. */
export function readOptions(given: Readonly<Record<string, unknown>>): FaultOptions {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => {
    if (TEXTS.has(name) && (typeof value === 'string' || typeof value === 'number')) return [name, `${value}`]
    const number = typeof value === 'string' && value !== '' ? Number(value) : value
    if (NUMBERS.has(name) && typeof number === 'number' && Number.isFinite(number)) return [name, number]
    throw new RangeError(`"${name}=${String(value)}" is no option of a fault; there are ${[...NUMBERS, ...TEXTS].join(', ')}`)
  }))
}
