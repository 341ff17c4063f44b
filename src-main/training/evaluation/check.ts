/** A leak check or a test of honesty, by its name. */
export interface Check {
  readonly name: string
  readonly passed: boolean
  readonly value: number | null
  readonly limit: number | null
}

/** A value that is none, or has no end, did not pass. */
export const atMost = (name: string, value: number, limit: number): Check => ({ name, passed: value <= limit, value: Number.isFinite(value) ? value : null, limit })
