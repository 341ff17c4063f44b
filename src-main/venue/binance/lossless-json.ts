/** What JSON text can hold when no integer is rounded: those beyond 2^53 come as bigint. */
export type Lossless = null | boolean | number | bigint | string | readonly Lossless[] | { readonly [key: string]: Lossless }

/**
 * Sixteen digits in a row: the shortest integer that a double may round. It may stand in a text too, which costs time only. Looked for where digits begin:
 * otherwise the many times of thirteen digits would be read thirteen times over.
 */
const LONG_NUMBER = /(?:^|\D)\d{16}/

/**
 * Reads JSON without rounding: order ids pass 2^53 on some symbols, and a rounded id is somebody else's order.
 * Throws SyntaxError for what is no JSON.
 */
export function parseLossless(text: string): Lossless {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text) as Lossless
  return (JSON.parse as WithSource)(text, keepInteger) as Lossless
}

/** The reviver's third argument is not in the compiler's library yet. */
type WithSource = (text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown) => unknown

function keepInteger(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value)) return value
  return /^-?\d+$/.test(source) ? BigInt(source) : value
}
