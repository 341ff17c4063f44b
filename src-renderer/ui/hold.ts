/** Long enough that no slip does it, short enough in an emergency. */
export const HOLD_MS = 600
/** How long the first of two presses counts. */
export const ARMED_MS = 6_000

export type HoldPhase = 'idle' | 'holding' | 'armed'
export type HoldEvent =
  /** A pointer or Enter goes down on the button, and comes up or leaves it. */
  | 'down' | 'up'
  /** It was held long enough. */
  | 'held'
  /** A press that cannot be held: one by a screen reader, or any with reduced motion. */
  | 'press'
  /** The first press was too long ago. */
  | 'lapsed'

interface HoldStep {
  readonly phase: HoldPhase
  readonly fires: boolean
}

/** What a button that has to be held does next: hold it, or press it twice. */
export function holdStep(phase: HoldPhase, event: HoldEvent): HoldStep {
  if (event === 'down') return { phase: phase === 'idle' ? 'holding' : phase, fires: false }
  if (event === 'held') return { phase: 'idle', fires: phase === 'holding' }
  if (event === 'press') return phase === 'armed' ? { phase: 'idle', fires: true } : { phase: 'armed', fires: false }
  if (event === 'up') return { phase: phase === 'holding' ? 'idle' : phase, fires: false }
  return { phase: phase === 'armed' ? 'idle' : phase, fires: false }
}
