import type { JSX } from 'react'

interface MeterProps {
  readonly label: string
  /** Used part of the limit; above 1 it is over. */
  readonly part: number
  /** Where the warning begins, as a part of the limit. */
  readonly warnAt?: number | undefined
  /** What a reader hears. */
  readonly valueText: string
  readonly small?: boolean | undefined
}

/** How much of a limit is used: amber and hatched near it, red at it. Grey otherwise, since being far from a limit is no profit. */
export function Meter({ label, part, warnAt, valueText, small }: MeterProps): JSX.Element {
  const shown = Math.max(0, Math.min(1, part))
  const state = part >= 1 ? 'over' : warnAt !== undefined && part >= warnAt ? 'near' : 'holds'
  return (
    <span className={`meter meter-${state} ${small ? 'small' : ''}`} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={1} aria-valuenow={shown} aria-valuetext={valueText}>
      <i style={{ width: `${shown * 100}%` }} />
      {warnAt !== undefined && <u className="soft" style={{ left: `${warnAt * 100}%` }} />}
      <u className="hard" />
    </span>
  )
}
