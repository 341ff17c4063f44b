import type { CcxtClient } from 'ccxt'
import { expect } from 'vitest'
import type { World } from './world.ts'

/** One thing that must hold, seen through one client. It looks at what was answered, never only at whether something was. */
export interface Check {
  readonly name: string
  readonly by: Client
  readonly run: (world: World) => Promise<void>
}

export const nameOf = ({ by, name }: Check): string => `${by}: ${name}`

/** `wire` is no client: replies compared field by field with the venue's specification, and rules that clients do not look at. */
type Client = 'ccxt' | 'official' | 'wire' | 'haetae'

export type Row = Readonly<Record<string, unknown>>

/** A call of ccxt. */
export const call = <Result = Row>({ ccxt }: World, method: string, ...args: readonly unknown[]): Promise<Result> => callOf(ccxt, method, args)

export const callOf = <Result>(client: CcxtClient, method: string, args: readonly unknown[] = []): Promise<Result> => {
  const found = client[method]
  if (typeof found !== 'function') throw new Error(`ccxt has no ${method}`)
  return (found as (...all: readonly unknown[]) => Promise<Result>).apply(client, [...args])
}

/** A call of the official connector. */
export async function data<Result = Row>({ official }: World, method: string, request: object = {}): Promise<Result> {
  const { restAPI } = official
  if (!restAPI[method]) throw new Error(`the connector has no ${method}`)
  return (await (await restAPI[method](request)).data()) as Result
}

export interface Refused {
  /** The client's class of error. */
  readonly name: string
  readonly code: number | undefined
  readonly message: string
}

/** Why a call was refused; throws when it was not. */
export async function refusal(attempt: Promise<unknown>): Promise<Refused> {
  const error = await attempt.then(() => undefined, (reason: unknown) => reason as Error & { readonly code?: number })
  if (!error) throw new Error('it was not refused')
  const told = /"code":\s*(-?\d+)/.exec(error.message)?.[1]
  return { name: error.constructor.name, code: error.code ?? (told === undefined ? undefined : Number(told)), message: error.message }
}

/** How long is waited for what does not come. */
export const patience = { ms: 5_000 }

/** Turns the event loop until something holds; says what was waited for when it does not come. */
export async function until<Result>(what: string, look: () => Result | undefined | false): Promise<Result> {
  const begun = performance.now()
  for (;;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    if (performance.now() - begun > patience.ms) throw new Error(`waited in vain for ${what}`)
    await new Promise((done) => setTimeout(done, 2))
  }
}

/** A price is padded to the symbol's precision, as '60000.10'. */
export const isPadded = (text: unknown, decimals: number): void => expect(text).toMatch(decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${decimals}}$`))
