import { refused } from '../replies.ts'
import type { LabReply } from '../lab-types.ts'

type Params = ReadonlyMap<string, string>

/** Undefined where it is not given, NaN for what is no whole number. */
export function wholeNumber(params: Params, name: string): number | undefined {
  const text = params.get(name)
  if (text === undefined || text === '') return undefined
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}

/** How many rows, or why that cannot be. */
export function limitOf(params: Params, otherwise: number, most: number): number | LabReply {
  const limit = wholeNumber(params, 'limit') ?? otherwise
  return limit >= 1 && limit <= most ? limit : refused(-1130, "Data sent for parameter 'limit' is not valid.")
}
