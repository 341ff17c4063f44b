import type { Reliability } from '../../src-shared/domain/forecast.ts'

/** How often q came true on rows that the models of a part of time had not been fitted on. */
interface TimedReliability {
  /** The first close that is decided by them. */
  readonly from: number
  readonly long: Reliability
  readonly short: Reliability
}

/** What a recipe says of rows. Rows stand instrument after instrument, ascending in time within each. */
export interface ForecastTable {
  readonly instruments: readonly string[]
  /** Place in `instruments`. */
  readonly instrumentOf: Uint16Array
  /** Close of the candle that is decided at, milliseconds UTC. */
  readonly asOf: Float64Array
  /** A column for each output of a model, a value for each row: q, t, return at the timeout (bps), minutes held, adverse excursion (bps). */
  readonly long: readonly Float64Array[]
  readonly short: readonly Float64Array[]
  /** Ascending; each holds until the next. Where there is none, q is taken at its word. */
  readonly reliability: readonly TimedReliability[]
}

export interface PolicyRunOptions {
  /** Numbers of the strategy that differ, by name. */
  readonly changes: Readonly<Record<string, number>>
  /** Whose run this is, for people. */
  readonly label: string
}

/** Of one account, its trades one at a time an instrument, everything paid. */
export interface PolicyOutcome {
  /** Net return of each UTC day on the equity at its beginning, from the first forecast on until the horizon of the last has passed. */
  readonly day: readonly number[]
  readonly net: readonly number[]
  readonly trades: number
  /** Profit after all costs over the notional at the entry, in the order in which trades ended. */
  readonly netPerTrade: readonly number[]
  /** By the hour, in the account's money. */
  readonly equity: { readonly time: readonly number[]; readonly value: readonly number[] }
}

/** The policy as it trades, guards and sizes and costs included, on forecasts that are given. What has no row is not traded. */
export interface PolicyRun {
  /** Rejects with a RangeError for a table without rows, or of instruments or numbers that cannot be meant. */
  run(forecasts: ForecastTable, options: PolicyRunOptions): Promise<PolicyOutcome>
}
