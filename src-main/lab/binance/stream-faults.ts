import type { Faults, FaultOptions } from './faults.ts'
import { routeOf } from './stream-names.ts'
import { tamper } from './tamper.ts'

/** The field that people look at first, by what a message says it is. */
const PRICES: Readonly<Record<string, readonly string[]>> = {
  kline: ['c', 'h'], continuous_kline: ['c', 'h'], markPriceUpdate: ['p'], bookTicker: ['b', 'a'], aggTrade: ['p'], trade: ['p'], '24hrMiniTicker': ['c'], '24hrTicker': ['c'],
}

type Message = Record<string, unknown>

/** What becomes of a stream's messages on their way out. */
export class StreamFaults {
  readonly #faults: Faults
  readonly #held = new Map<string, string>()

  constructor(faults: Faults) {
    this.#faults = faults
  }

  /** What is sent instead of a message: nothing, or one or more. */
  pass(stream: string, data: string): readonly string[] {
    const held = this.#held.get(stream)
    this.#held.delete(stream)
    if (this.#faults.isQuiet) return held === undefined ? [data] : [data, held]
    const told = this.#isLost(stream, data) ? [] : [this.#changed(stream, data)]
    const isHere = (options: FaultOptions): boolean => fits(stream, options)
    if (told[0] !== undefined && this.#faults.take('duplicate', isHere)) told.push(told[0])
    if (held === undefined && told[0] !== undefined && this.#faults.take('reorder', isHere)) {
      this.#held.set(stream, told[0])
      return []
    }
    return held === undefined ? told : [...told, held]
  }

  #isLost(stream: string, data: string): boolean {
    const isHere = (options: FaultOptions): boolean => fits(stream, options)
    if (this.#faults.take('silent', isHere) || this.#faults.take('drop-message', isHere)) return true
    if (this.#faults.take('wrong-route', () => routeOf(stream) === 'market')) return true
    if (stream.includes('@depth') && this.#faults.take('drop-depth', isHere)) return true
    if (!stream.includes('line_')) return false
    return (data.includes('"x":true') && this.#faults.take('drop-close', isHere) !== undefined) || this.#faults.take('gap', isHere) !== undefined
  }

  #changed(stream: string, data: string): string {
    let text = data
    for (const [name, change] of CHANGES) {
      const options = this.#faults.look(name)
      if (!options || !fits(stream, options)) continue
      const message = JSON.parse(text) as Message | readonly Message[]
      const changed = Array.isArray(message) ? message.map((one: Message) => change(one, options)) : change(message as Message, options)
      if (changed === undefined || !this.#faults.take(name)) continue
      text = JSON.stringify(changed)
    }
    return text
  }
}

function fits(stream: string, { stream: wanted, symbol }: FaultOptions): boolean {
  return (wanted === undefined || stream.includes(wanted)) && (symbol === undefined || stream.startsWith(symbol.toLowerCase()))
}

/** Undefined where it has nothing to change. */
type Change = (message: Message, options: FaultOptions) => Message | undefined

const inside = (message: Message): Message => (typeof message['k'] === 'object' ? (message['k'] as Message) : message)

/** Gives the message with its inner part replaced. */
const within = (message: Message, part: Message): Message => (typeof message['k'] === 'object' ? { ...message, k: part } : part)

const badPrice: Change = (message, { value = 'tenfold' }) => {
  const names = PRICES[String(message['e'])]
  if (!names) return undefined
  const part = { ...inside(message) }
  for (const name of names) part[name] = spoiled(String(part[name]), value)
  return within(message, part)
}

export const spoiled = (price: string, value: string): string =>
  value === 'nan' ? 'NaN' : value === 'zero' ? price.replaceAll(/[1-9]/g, '0') : value === 'negative' ? `-${price}` : price.replace(/^(\d+)\.(\d)/, '$1$2.')

const crossed: Change = (message) => {
  if (message['e'] === 'bookTicker') return { ...message, b: message['a'], a: message['b'] }
  const asks = message['a'] as readonly (readonly [string, string])[] | undefined
  const ask = message['e'] === 'depthUpdate' ? asks?.find(([, quantity]) => Number(quantity) > 0) : undefined
  return ask && { ...message, b: [...(message['b'] as readonly unknown[]), ask] }
}

const lateCorrection: Change = (message) => {
  if (message['e'] !== 'kline') return undefined
  const candle = message['k'] as Message
  return candle['x'] === true ? { ...message, k: { ...candle, v: candle['V'], q: candle['Q'] } } : undefined
}

const tampering = (way: 'renamed' | 'appended' | 'retyped'): Change => (message, { field }) => {
  const part = inside(message)
  const name = field ?? PRICES[String(message['e'])]?.[0] ?? 'pu'
  return name in part ? within(message, tamper(part, way, name)) : undefined
}

const CHANGES: readonly (readonly [string, Change])[] = [
  ['bad-price', badPrice], ['crossed-book', crossed], ['late-correction', lateCorrection],
  ['renamed-field', tampering('renamed')], ['appended-field', tampering('appended')], ['retyped-field', tampering('retyped')],
]
