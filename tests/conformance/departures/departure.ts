import { readJson, writeJson } from '../support/wire.ts'
import type { Change, Reply } from '../support/proxy.ts'

/** One thing that the server does otherwise than the venue, and the check that must notice: the first, in the order of the script, that does. Null where none can. */
export interface Departure extends Change {
  readonly name: string
  readonly caughtBy: string | null
}

/** A body or message, to be changed in place. */
// oxlint-disable-next-line typescript/no-explicit-any
type Body = any

export const inReply = (change: (body: Body) => unknown): NonNullable<Change['reply']> => (reply: Reply) => {
  if (reply.status !== 200) return reply
  const body = readJson(reply.text) as Body
  return { ...reply, text: writeJson(change(body) ?? body) }
}

export const inMessage = (change: (data: Body) => unknown): NonNullable<Change['message']> => (data) => {
  const copy = structuredClone(data) as Body
  return change(copy) ?? copy
}

/** A refusal with another code. */
export const withCode = (from: number, to: number): NonNullable<Change['reply']> => (reply: Reply) => ({ ...reply, text: reply.text.replaceAll(`"code":${from}`, `"code":${to}`) })

export const withHeaders = (change: (headers: Record<string, string>) => void): NonNullable<Change['reply']> => (reply: Reply) => {
  const headers = { ...reply.headers }
  change(headers)
  return { ...reply, headers }
}

/** Fewer decimals than the venue gives. */
export const rounded = (text: string, decimals = 2): string => Number(text).toFixed(decimals)
export const bareText = (text: string): string => String(Number(text))
