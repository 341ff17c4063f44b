import { z } from 'zod/mini'

export interface Control {
  /** Of the question; null where the answer names none. */
  readonly id: number | null
  /** In words; null for yes. */
  readonly refusal: string | null
}

const fault = z.object({ code: z.int(), msg: z.string() })
const said = z.union([
  z.object({ id: z.int(), result: z.null() }),
  z.object({ id: z.optional(z.nullable(z.int())), error: fault }),
  z.extend(fault, { id: z.optional(z.nullable(z.int())) }),
])

/** An answer to SUBSCRIBE; undefined for whatever else came. */
export function readControl(text: string): Control | undefined {
  const read = said.safeParse(parsed(text)).data
  if (!read) return undefined
  if ('result' in read) return { id: read.id, refusal: null }
  const { code, msg } = 'error' in read ? read.error : read
  return { id: read.id ?? null, refusal: `${code} ${msg}` }
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
