import type { PaceChange } from '../../src-shared/contract/market-views.ts'
import type { Opening } from '../../src-shared/contract/workstation-views.ts'
import type { Beginning } from '../supervision/beginning.ts'

const DEMO_SPEED = { least: 1, most: 1_000 }

/** The mode as the next life should begin it: a market that a person holds must not run on because an engine died. */
export function withPace(beginning: Beginning, change: PaceChange): Beginning {
  if (change.kind === 'speed') return { ...beginning, opening: withSpeed(beginning.opening, change.speed) }
  return { ...beginning, paused: change.kind !== 'play' }
}

/** What runs may be faster than what may be begun. A live market has its own pace. */
function withSpeed(opening: Opening, speed: number | null): Opening {
  if (opening.mode === 'paper') return opening
  return opening.mode === 'demo' ? { ...opening, speed: Math.min(Math.max(speed ?? DEMO_SPEED.most, DEMO_SPEED.least), DEMO_SPEED.most) } : { ...opening, speed }
}
