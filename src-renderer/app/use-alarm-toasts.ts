import { useEffect } from 'react'
import { toldText } from '../format/told.ts'
import { clock } from '../format/time.ts'
import { t } from '../i18n/text.ts'
import { onLogNews } from '../stores/log-news.ts'
import { openPage } from '../stores/page-store.ts'
import { toast } from '../stores/toast-store.ts'

/** Each alarm that comes while the window is open stays on it until a person has seen it. */
export function useAlarmToasts(): void {
  useEffect(() => onLogNews((rows) => {
    for (const row of rows) {
      if (row.level === 'alarm') toast({ tone: 'danger', text: toldText(row), note: clock(row.time), action: { text: t('toast.show-log'), run: () => openPage('journal') } })
    }
  }), [])
}
