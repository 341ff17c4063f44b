import { Database } from 'lucide-react'
import type { JSX } from 'react'
import { t } from '../../i18n/text.ts'
import { Empty } from '../../ui/empty.tsx'

/** The command that fills the archive; the same in every language. */
const IMPORT = 'npm run haetae -- import --instrument BTCUSDT --interval 5m BTCUSDT-5m.csv.gz'

/** There are no candles yet, and how they come in. */
export function ArchiveEmpty(): JSX.Element {
  return (
    <Empty icon={Database} title={t('archive.empty')}>
      <p>{t('archive.how')}</p>
      <code className="command">{IMPORT}</code>
      <p className="quiet">{t('archive.then')}</p>
    </Empty>
  )
}
