import type { LabReply } from './lab-types.ts'

export const ok = (body: unknown): LabReply => ({ status: 200, body })

/** As the venue refuses: a code and a text. */
export const refused = (code: number, msg: string, status = 400): LabReply => ({ status, body: { code, msg } })

export const missing = (name: string): LabReply => refused(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
export const unknownSymbol: LabReply = refused(-1121, 'Invalid symbol.')

/** What stands at no address of the venue's: a page, no JSON. */
export const notFound: LabReply = {
  status: 404, body: '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n</body>\r\n</html>\r\n',
}

/** JSON with every digit of a bigint. Most answers have none, and are written without looking at each value. */
export function losslessJson(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch {
    return JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? rawJson.rawJSON(value.toString()) : value))
  }
}

const rawJson = JSON as unknown as { readonly rawJSON: (text: string) => unknown }
