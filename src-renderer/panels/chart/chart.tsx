import './chart.css'
import { useEffect, useId, useRef, useState, type JSX } from 'react'
import type { MarketRow } from '../../../src-shared/contract/market-views.ts'
import type { PositionRow } from '../../../src-shared/contract/views.ts'
import { zoneName } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { useChartData } from '../../stores/chart-data-store.ts'
import { useConnection } from '../../stores/connection-store.ts'
import { useMarket } from '../../stores/market-store.ts'
import { usePositions } from '../../stores/positions-store.ts'
import { useWorkstation } from '../../stores/workstation-store.ts'
import { ChartHead } from './chart-head.tsx'
import { ChartLegend, ValueLegend } from './chart-legend.tsx'
import { ChartNotes } from './chart-notes.tsx'
import { ChartText } from './chart-text.tsx'
import { intervalName } from './intervals.tsx'
import { LevelLabels, type Protection } from './level-labels.tsx'
import { levelTexts } from './level-texts.ts'
import { TradeTip } from './trade-tip.tsx'
import { useCandleChart, type UseHover } from './use-candle-chart.ts'

/** Candles of the instrument this window looks at, what was decided and done there, and what is at stake. */
export function Chart(): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const labels = useRef<HTMLDivElement>(null)
  const help = useId()
  const { chart, useHover, isAway, onKey } = useCandleChart({ chart: place, labels })
  const { row, position, isFrozen, label } = useSubject()
  const [isText, setText] = useState(false)
  const hasBars = useChartData(({ newest }) => newest !== undefined)
  const levels = position ? levelTexts(position, row) : []
  useTextKey(() => setText((shown) => !shown))
  useEffect(() => chart?.showLevels(levels, position?.openedAt))
  const closeText = (): void => {
    setText(false)
    place.current?.focus()
  }
  return (
    <div className="chart-panel">
      <ChartHead row={row} isText={isText} onText={() => setText((shown) => !shown)} />
      <div className={`chart-place ${hasBars ? '' : 'chart-bare'}`}>
        <div className="chart-canvas" ref={place} tabIndex={0} role="application" aria-label={label} aria-describedby={help} onKeyDown={onKey} />
        <p className="seen-by-readers" id={help}>{t('chart.keys')}</p>
        {hasBars && <Legends useHover={useHover} row={row} />}
        <LevelLabels ref={labels} levels={levels} position={position} protection={useProtection(position, isFrozen)} />
        <ChartNotes row={row} isFrozen={isFrozen} isAway={isAway} onNewest={() => chart?.toNewest()} />
        <TradeTip useHover={useHover} />
        {isText && <ChartText row={row} position={position} levels={levels} onClose={closeText} />}
      </div>
    </div>
  )
}

function Legends({ useHover, row }: { readonly useHover: UseHover; readonly row: MarketRow | undefined }): JSX.Element {
  return (
    <>
      <ChartLegend useHover={useHover} row={row} />
      <ValueLegend useHover={useHover} row={row} />
      {row?.asOf != null && <span className="chart-zone" aria-hidden="true">{zoneName(row.asOf)}</span>}
    </>
  )
}

interface Subject {
  readonly row: MarketRow | undefined
  readonly position: PositionRow | undefined
  readonly isFrozen: boolean
  readonly label: string
}

function useSubject(): Subject {
  const subject = useChartData((data) => data.subject)
  const instrumentId = subject?.instrumentId
  const row = useMarket(({ value }) => value?.find((each) => each.instrumentId === instrumentId))
  const position = usePositions(({ value }) => value?.find((each) => each.instrumentId === instrumentId))
  const isLost = useConnection(({ state }) => state !== 'open')
  const label = subject ? t('chart.label', { instrument: subject.instrumentId, interval: intervalName(subject.intervalMs) }) : t('chart.title')
  return { row, position, isFrozen: isLost || row?.stale === true, label }
}

function useProtection(position: PositionRow | undefined, isFrozen: boolean): Protection {
  const isSimulated = useWorkstation(({ value }) => value !== undefined && value.mode !== 'live')
  if (!position?.stopVerified) return 'unconfirmed'
  if (isFrozen) return 'was'
  return isSimulated ? 'simulated' : 'resting'
}

/** Alt and T, wherever the focus is; by the place of the key, so that a Korean layout has it too. */
function useTextKey(toggle: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyT') return
      event.preventDefault()
      toggle()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
