import { createHmac } from 'node:crypto'
import type { Access } from './clients.ts'

/** Numbers that no double can hold become bigint, as ids do. */
export const readJson = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => (typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? BigInt(context!.source!) : value))

/** Writes what `readJson` read, each id with all its digits. */
export const writeJson = (value: unknown): string => {
  const json = JSON as unknown as { rawJSON(text: string): unknown }
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? json.rawJSON(one.toString()) : one))
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
}

/** A request as it goes over the wire, without a client's opinions. `sign: false` leaves the signature out, `secret` signs with another. */
export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly params?: Readonly<Record<string, string | number>>
  readonly sign?: boolean
  readonly secret?: string
  readonly apiKey?: string
}

export async function ask({ port, apiKey, secret }: Access, { method = 'GET', path, params = {}, ...how }: Ask): Promise<Answer> {
  const isSigned = how.sign ?? true
  const query = new URLSearchParams(Object.entries({ ...params, ...(isSigned ? { timestamp: Date.now() } : {}) }).map(([name, value]) => [name, String(value)])).toString()
  const signature = isSigned ? `&signature=${createHmac('sha256', how.secret ?? secret).update(query).digest('hex')}` : ''
  const reply = await fetch(`http://127.0.0.1:${port}${path}${query ? `?${query}${signature}` : ''}`, { method, headers: { 'X-MBX-APIKEY': how.apiKey ?? apiKey } })
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, text, body: text.startsWith('{') || text.startsWith('[') ? readJson(text) : undefined }
}
