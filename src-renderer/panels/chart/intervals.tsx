import type { JSX } from 'react'
import { duration } from '../../format/time.ts'
import { maybeText, t } from '../../i18n/text.ts'
import { selectInterval, useSelection } from '../../stores/selection-store.ts'
import { useStatus } from '../../stores/status-store.ts'

const INTERVALS = [['5m', 300_000], ['15m', 900_000], ['1h', 3_600_000], ['4h', 14_400_000], ['1d', 86_400_000]] as const

/** 'An hour' in the person's language. */
export const intervalName = (intervalMs: number): string => maybeText(`interval.${intervalMs}`) ?? duration(intervalMs)

/** How long a candle is. Shorter than the engine's own there are none. */
export function Intervals(): JSX.Element {
  const shown = useSelection(({ intervalMs }) => intervalMs)
  const base = useStatus(({ value }) => value?.decisionIntervalMs ?? 0)
  return (
    <span className="segments" role="group" aria-label={t('chart.interval')}>
      {INTERVALS.map(([name, intervalMs]) => {
        const isTooShort = intervalMs < base
        const title = isTooShort ? t('chart.interval-too-short', { interval: intervalName(base) }) : intervalName(intervalMs)
        return <button key={name} type="button" aria-pressed={shown === intervalMs} title={title} disabled={isTooShort} onClick={() => selectInterval(intervalMs)}>{name}</button>
      })}
    </span>
  )
}
