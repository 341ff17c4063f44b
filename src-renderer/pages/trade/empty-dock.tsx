import { LayoutDashboard } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { wishDefaultLayout } from '../../stores/layout-store.ts'
import { Empty } from '../../ui/empty.tsx'

/** Every panel was closed. */
export function EmptyDock(): JSX.Element {
  return (
    <Empty icon={LayoutDashboard} title={t('dock.empty')}>
      <p>{t('dock.empty-then')}</p>
      <button type="button" className="primary" onClick={wishDefaultLayout}>{t('dock.reset')}</button>
    </Empty>
  )
}
