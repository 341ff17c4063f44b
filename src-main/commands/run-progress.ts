import type { Terminal } from './command.ts'

/** Tells a person how much of a run is done and how long the rest takes, at most once for each percent. */
export function progressLine({ progress, clock }: Terminal): (part: number, note?: string) => void {
  const began = clock.now()
  let told = 0
  return (part, note = '') => {
    const percent = Math.floor(100 * part)
    if (percent <= told) return
    told = percent
    const left = Math.round(((clock.now() - began) * (1 - part)) / part / 1_000)
    progress(`${percent} %, ${left} s left${note}`)
  }
}
