import './components.css'
import type { JSX } from 'react'
import type { ComponentView } from '../../../src-shared/contract/views.ts'
import { DASH } from '../../format/number.ts'
import { age, fullTime } from '../../format/time.ts'
import { detailText } from '../../format/told.ts'
import { word } from '../../format/words.ts'
import { t } from '../../i18n/text.ts'
import { useAge } from '../../stores/clock-store.ts'
import { useStatus } from '../../stores/status-store.ts'
import { PanelBody } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/states.tsx'

/** What the engine is made of and whether each part says it is well. */
export function Components(): JSX.Element {
  const components = useStatus(({ value }) => value?.components)
  const healthy = components?.filter((component) => component.healthy).length ?? 0
  return (
    <PanelBody label={t('components.title')}>
      {!components && <Skeleton label={t('waiting')} />}
      {components?.length === 0 && <p className="hint">{t('components.none')}</p>}
      {components && components.length > 0 && (
        <>
          <p className={`components-sum ${healthy === components.length ? 'all' : 'some'}`}>{t('components.healthy', { healthy, all: components.length })}</p>
          <ul className="components">{components.map((component) => <Component key={component.component} {...component} />)}</ul>
        </>
      )}
    </PanelBody>
  )
}

function Component({ component, healthy, detail, heardAt }: ComponentView): JSX.Element {
  const heard = useAge(heardAt)
  return (
    <li className={healthy ? '' : 'down-now'} title={t('components.heard', { time: fullTime(heardAt) })}>
      <i className="component-dot" role="img" aria-label={t(healthy ? 'components.well' : 'components.unwell')} />
      <span>{word('component', component)}{detail !== '' && <span className="under">{detailText(detail)}</span>}</span>
      <span className="quiet">{healthy ? '' : `${t('components.unwell')} · `}{heard === null ? DASH : age(heard)}</span>
    </li>
  )
}
