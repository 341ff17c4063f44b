import { Fragment, type JSX } from 'react'
import type { SideDetail } from '../../../src-shared/contract/views.ts'
import { float, percent, signOf } from '../../format/number.ts'
import { t } from '../../i18n/text.ts'
import type { SideName } from './sides.ts'
import { bars, waterfall } from './waterfall.ts'

interface PairProps {
  readonly values: Readonly<Record<SideName, number | null>>
  readonly shown: SideName
  readonly onShow: (side: SideName) => void
}

/** Both sides' expected value; the one that is pressed is taken apart below. */
export function ExpectedValues({ values, shown, onShow }: PairProps): JSX.Element {
  const side = (name: SideName): JSX.Element => (
    <button type="button" aria-pressed={shown === name} onClick={() => onShow(name)}>
      <span>{t(`signal.ev-${name}`)}</span>
      <b className={signOf(values[name])}>{percent(values[name], 3, true)}</b>
    </button>
  )
  return <div className="signal-pair" role="group" aria-label={t('signal.sides')}>{side('long')}{side('short')}</div>
}

const HEADS = { gross: 'signal.gross', fees: 'signal.fees', slippage: 'signal.slippage', funding: 'signal.funding', net: 'signal.value-net' } as const

/** How the gross edge shrinks to what is left after every cost. */
export function Waterfall({ side }: { readonly side: SideDetail }): JSX.Element {
  const steps = waterfall(side)
  if (!steps) return <p className="hint">{t('signal.parts-unknown')}</p>
  const drawn = bars(steps)
  return (
    <dl className="waterfall" aria-label={t('signal.waterfall')}>
      {steps.map(({ id, value }, i) => (
        <Fragment key={id}>
          <dt className={id}>{t(HEADS[id])}</dt>
          <dd className={`${id} ${id === 'net' ? signOf(value) : ''}`}>
            <span className="track" aria-hidden="true"><u style={{ left: `${drawn.zero}%` }} /><i className={id === 'gross' || id === 'net' || value > 0 ? signOf(value) : ''} style={{ left: `${drawn.bars[i]?.left}%`, width: `${drawn.bars[i]?.width}%` }} /></span>
            <span>{float(value * 100, 3, true)}</span>
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}
