import type { JSX } from 'react'
import { t } from '../i18n/text.ts'
import { Mark } from '../ui/mark.tsx'
import { BannerSlot } from './banner-slot.tsx'

/** Nothing was heard of the engine yet. */
export function Splash(): JSX.Element {
  return (
    <main className="splash">
      <BannerSlot />
      <div>
        <Mark size={48} />
        <h1>{t('about.name')}</h1>
        <p className="quiet" role="status">{t('waiting')}</p>
      </div>
    </main>
  )
}
