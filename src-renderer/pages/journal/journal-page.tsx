import { Download } from 'lucide-react'
import { useState, type FunctionComponent, type JSX } from 'react'
import type { ExportTable } from '../../../src-shared/contract/workstation-views.ts'
import { t } from '../../i18n/text.ts'
import { Fills } from '../../panels/fills/fills.tsx'
import { EventLog } from '../../panels/log/log.tsx'
import { Orders } from '../../panels/orders/orders.tsx'
import { Trades } from '../../panels/trades/trades.tsx'
import { ask } from '../../stores/dialog-store.ts'
import { useFills } from '../../stores/fills-store.ts'
import { useTrades } from '../../stores/trades-store.ts'
import { Boundary } from '../../ui/boundary.tsx'
import { Tabs, type TabItem } from '../../ui/tabs.tsx'
import { PageHead } from '../page-head.tsx'

type Book = 'trades' | 'orders' | 'fills' | 'log'

const BODIES: Readonly<Record<Book, FunctionComponent>> = { trades: Trades, orders: Orders, fills: Fills, log: EventLog }
const EXPORTED: Readonly<Record<Book, ExportTable>> = { trades: 'trades', orders: 'orders', fills: 'fills', log: 'log' }

/** What was done, at full height, and out into a file. */
export function JournalPage(): JSX.Element {
  const [book, setBook] = useState<Book>('trades')
  const counts = { trades: useTrades(({ rows }) => rows?.length), orders: undefined, fills: useFills(({ rows }) => rows?.length), log: undefined }
  const tabs = (['trades', 'orders', 'fills', 'log'] as const).map((name): TabItem<Book> => ({ name, text: t(`panel.${name}`), count: counts[name] }))
  const Body = BODIES[book]
  return (
    <main className="page journal-page" aria-label={t('page.journal')}>
      <PageHead title={t('page.journal')}><p>{t('journal.note')}</p></PageHead>
      <Tabs label={t('page.journal')} tabs={tabs} shown={book} onShow={setBook} tools={<button type="button" onClick={() => ask({ kind: 'export', table: EXPORTED[book] })}><Download aria-hidden="true" />{t('journal.export')}</button>}>
        <Boundary key={book}><Body /></Boundary>
      </Tabs>
    </main>
  )
}
