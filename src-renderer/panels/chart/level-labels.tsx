import { ArrowDown, ArrowUp, ClockAlert, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { JSX, Ref } from 'react'
import type { PositionRow } from '../../../src-shared/contract/views.ts'
import type { LevelRole } from '../../charts/levels.ts'
import { float, percent, price, quantity, signedMoney, signOf } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import type { LevelText } from './level-texts.ts'

/** How far the stop is known to rest. */
export type Protection = 'simulated' | 'resting' | 'unconfirmed' | 'was'

interface LabelsProps {
  readonly ref: Ref<HTMLDivElement>
  readonly levels: readonly LevelText[]
  readonly position: PositionRow | undefined
  readonly protection: Protection
}

/** What the lines of a position mean. The chart puts each beside its price; the same facts are in the text of the chart. */
export function LevelLabels({ ref, levels, position, protection }: LabelsProps): JSX.Element {
  return (
    <div className="chart-levels" ref={ref} aria-hidden="true">
      {position && levels.map((level) => (
        <div key={level.role} className={`level level-${level.role}`} data-level={level.role} hidden>
          {level.role === 'entry' ? <Held position={position} /> : <Away level={level} decimals={position.priceDecimals} />}
          {level.role === 'stop' && <Protected protection={protection} />}
          <span className="level-edge level-edge-above">{t('chart.above')}</span>
          <span className="level-edge level-edge-below">{t('chart.below')}</span>
        </div>
      ))}
    </div>
  )
}

function Held({ position }: { readonly position: PositionRow }): JSX.Element {
  return (
    <>
      <span className="level-name"><EdgeArrows />{t(position.side)} <span className="level-more">{quantity(position.quantity.replace('-', ''))}</span></span>
      <span className="level-price">{price(position.entry, position.priceDecimals)}</span>
      {position.exitReason !== null && <span>{t('chart.closing')}</span>}
      <span className={signOf(position.unrealized)}><b>{signedMoney(position.unrealized)}</b></span>
    </>
  )
}

const NAMES = { entry: 'chart.level.entry', stop: 'chart.level.stop', 'take-profit': 'chart.level.take-profit', liquidation: 'chart.level.liquidation' } as const satisfies Record<LevelRole, string>

function Away({ level, decimals }: { readonly level: LevelText; readonly decimals: number }): JSX.Element {
  const { role, text, distance, ranges, money } = level
  const far = role === 'liquidation' && ranges !== null ? ` · ${t('chart.atrs', { count: float(ranges, 1) })}` : ''
  return (
    <>
      <span className="level-name"><EdgeArrows />{t(NAMES[role])}</span>
      <span>
        <span className="level-price">{price(text, decimals)} · </span>
        <span className={money === null ? '' : 'level-more'}>{percent(distance, role === 'liquidation' ? 1 : 2, true)}{far}{money === null ? '' : ' · '}</span>
        {money !== null && signedMoney(money)}
      </span>
    </>
  )
}

const EdgeArrows = (): JSX.Element => <><ArrowUp className="level-edge-above" /><ArrowDown className="level-edge-below" /></>

const PROTECTIONS = {
  simulated: ['chart.stop.simulated', ShieldCheck, 'level-quiet'], resting: ['chart.stop.resting', ShieldCheck, 'level-ok'],
  unconfirmed: ['chart.stop.unconfirmed', ShieldAlert, 'level-danger'], was: ['chart.stop.was', ClockAlert, 'level-quiet'],
} as const

function Protected({ protection }: { readonly protection: Protection }): JSX.Element {
  const [key, Icon, tone] = PROTECTIONS[protection]
  return <span className={tone}><Icon /><span className="level-more">{t(key)}</span></span>
}
