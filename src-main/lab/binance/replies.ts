import type { LabReply } from './lab-types.ts'

export const ok = (body: unknown): LabReply => ({ status: 200, body })

/** As the venue refuses: a code and a text. */
export const refused = (code: number, msg: string, status = 400): LabReply => ({ status, body: { code, msg } })

export const missing = (name: string): LabReply => refused(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
export const unknownSymbol: LabReply = refused(-1121, 'Invalid symbol.')

/** JSON with every digit of a bigint. */
export function losslessJson(body: unknown): string {
  return JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? rawJson.rawJSON(value.toString()) : value))
}

const rawJson = JSON as unknown as { readonly rawJSON: (text: string) => unknown }
