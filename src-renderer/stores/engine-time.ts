/** What was last heard of the engine's clock: its time, and this computer's time then. */
export interface Heard {
  readonly time: number
  readonly at: number
}

/** How the engine's time runs. `speed` null: as fast as possible. */
export interface Running {
  readonly speed: number | null
  readonly paused: boolean
}

/** Real time. */
export const AS_IT_IS: Running = { speed: 1, paused: false }

/** The engine's time now, as far as can be told between two messages. One that runs as fast as it can is not guessed. */
export function engineNow({ time, at }: Heard, { speed, paused }: Running, now: number): number {
  return paused || speed === null ? time : time + Math.max(0, now - at) * speed
}

/**
 * How old something is: as old as the engine knew it to be, and the time since we heard of that. The latter counts in real time, also when
 * the engine's runs faster, since a gap in what we hear is ours and not the market's. While the engine's time stands still nothing grows older.
 */
export function ageOf(asOf: number | null, { time, at }: Heard, { speed, paused }: Running, now: number): number | null {
  if (asOf === null) return null
  const since = paused ? 0 : Math.max(0, now - at) * Math.min(1, speed ?? 1)
  return Math.max(0, time - asOf) + since
}
