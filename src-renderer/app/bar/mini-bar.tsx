import type { JSX } from 'react'

interface MiniBarProps {
  readonly label: string
  /** Ends of the filled part, and ticks, as parts of the width. */
  readonly from: number
  readonly to: number
  readonly tone: 'up' | 'down' | 'none' | 'near' | 'over'
  readonly ticks: readonly { readonly at: number; readonly kind: 'zero' | 'soft' | 'hard' }[]
  readonly valueText: string
  /** Also in narrow windows. */
  readonly always?: boolean
}

const at = (part: number): string => `${Math.max(0, Math.min(1, part)) * 100}%`

/** A value against its limit, small enough for the top bar. */
export function MiniBar({ label, from, to, tone, ticks, valueText, always }: MiniBarProps): JSX.Element {
  return (
    <span className={`mini-bar ${always ? '' : 'roomy'}`} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={1} aria-valuenow={Math.max(0, Math.min(1, to))} aria-valuetext={valueText}>
      <i className={tone} style={{ left: at(from), right: `calc(100% - ${at(to)})` }} />
      {ticks.map((tick) => <u key={tick.kind} className={tick.kind} style={{ left: at(tick.at) }} />)}
    </span>
  )
}
